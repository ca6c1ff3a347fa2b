public import Core
public import Ports

/// Uploads: room is promised before a byte is taken, a byte is acknowledged once it is sealed on the disk and in the
/// ledger. Its calls block; safe from any thread.
public struct ClipStore: Sendable {
  /// How often an account that others change meanwhile is looked at again.
  static let maximumReadings = 20

  public let rule: ClipRule
  let ledger: any ClipLedger
  let objects: any ObjectStore
  let sealing: any ClipSealing
  let clock: any WallClock

  public init(
    ledger: any ClipLedger, objects: any ObjectStore, sealing: any ClipSealing, clock: any WallClock,
    rule: ClipRule = ClipRule()
  ) {
    self.ledger = ledger
    self.objects = objects
    self.sealing = sealing
    self.clock = clock
    self.rule = rule
  }

  static func name(_ clip: RecordID) throws(ObjectError) -> ObjectName {
    guard let name = ObjectName("clips/" + clip.hexadecimal) else {
      throw ObjectError(.other, operation: "naming a clip", reason: "its id has no name")
    }
    return name
  }

  /// Makes room for a clip of a driver, and what its bytes are sealed with. Asked again for the same, the upload goes
  /// on.
  public func create(
    _ clip: RecordID, account: RecordID, vehicle: RecordID, driverKey: RecordID, kind: ClipKind, byteCount: Int64
  ) throws(ClipFault) {
    guard byteCount >= 0, byteCount <= rule.maximumByteCount else { throw .tooLarge(limit: rule.maximumByteCount) }
    try ClipFault.translating {
      if let known = try ledger.upload(clip) {
        guard known.account == account, known.vehicleID == vehicle, known.byteCount == byteCount, !known.isComplete
        else { throw ClipFault.taken }
        return
      }
      let wrapped = try sealing.makeKey(driverKeyID: driverKey, clip: clip)
      let key = ClipKeyReference(driverKeyID: driverKey, clipID: clip, wrappedKey: wrapped)
      let sealer = try sealing.sealer(of: key, from: nil)
      try reserve(
        NewClipUpload(
          clipID: clip, account: account, vehicleID: vehicle, kind: kind, byteCount: byteCount, key: key,
          progress: SealingProgress(header: sealer.header, chunks: 0, sealedTail: try sealer.sealTail())))
    }
    // One without bytes is whole at once.
    if byteCount == 0 { try conclude(try upload(clip)) }
  }

  private func reserve(_ upload: NewClipUpload) throws {
    for _ in 0..<Self.maximumReadings {
      let holdings = try ledger.holdings(of: upload.account, tier: rule.tier)
      switch RetentionRule.makeRoom(
        for: upload.byteCount, tier: holdings.tier, clips: holdings.clips, reserved: holdings.reserved)
      {
      case .cannotFit(let shortage): throw ClipFault.tierFull(shortage)
      case .fits(let removals):
        let outcome = try ledger.reserve(
          upload, evicting: removals.map(\.clipID), version: holdings.version, at: clock.now())
        switch outcome {
        case .reserved: return
        case .outdated: continue
        case .taken: throw ClipFault.taken
        }
      }
    }
    throw ClipFault.unavailable("the account is changed by others all the time")
  }

  /// How far it is.
  public func upload(_ clip: RecordID) throws(ClipFault) -> ClipUploadState {
    let found: ClipUploadState?
    do throws(ViewError) { found = try ledger.upload(clip) } catch { throw ClipFault(error) }
    guard let found else { throw .missing }
    return found
  }

  /// Begins a request that sends bytes of an upload.
  /// - Parameters:
  ///   - checksum: of the bytes of the request; they are acknowledged only if they have it.
  ///   - landing: what served the request before, if it is still at hand.
  public func landing(
    of clip: RecordID, at offset: Int64, checksum: (algorithm: DigestAlgorithm, value: [UInt8])? = nil,
    after landing: ClipLanding? = nil
  ) throws(ClipFault) -> ClipLanding {
    let upload = try upload(clip)
    guard offset == upload.landed else { throw .offset(upload.landed) }
    guard !upload.isComplete else { throw .taken }
    if let landing, landing.isUsable, landing.acknowledged == offset {
      landing.begin(checksum)
      return landing
    }
    let fresh: ClipLanding
    do { fresh = try ClipLanding(upload, of: self) } catch { throw ClipFault(any: error) }
    fresh.begin(checksum)
    return fresh
  }

  /// Makes the object of an upload whose bytes are all acknowledged, whatever a process that died has done of that.
  public func conclude(_ upload: ClipUploadState) throws(ClipFault) {
    guard upload.landed == upload.byteCount, !upload.isComplete else { return }
    try ClipFault.translating {
      guard try objects.byteCount(try Self.name(upload.clipID)) != nil else {
        return try ClipLanding(upload, of: self).finish()
      }
      let digest = sealing.digest(.sha256)
      let reader = try ClipReader(upload.key, objects: objects, sealing: sealing)
      try reader.forEach(0..<reader.byteCount) { digest.update($0) }
      try ledger.complete(upload.clipID, sha256: digest.value, at: clock.now())
    }
  }

  /// Gives up an upload that is not complete. Nothing may be landing.
  public func terminate(_ clip: RecordID) throws(ClipFault) {
    guard !(try upload(clip)).isComplete else { throw .taken }
    try ClipFault.translating {
      guard try ledger.release(clip) else { throw ClipFault.taken }
      try objects.delete(try Self.name(clip))
    }
  }
}
