internal import Core
internal import Ports

/// The bytes of one upload as they land: sealed, at the end of its part. It may serve one request after the other.
/// Confined to one of them at a time.
public final class ClipLanding {
  /// What is read at once when a clip's own bytes are needed again.
  static let chunksPerRead: Int64 = 64

  private let store: ClipStore
  private let upload: ClipUploadState
  private let part: any ObjectPart
  private let sealer: any ClipSealer
  private let digest: any RunningDigest
  private var checksum: (digest: any RunningDigest, value: [UInt8])?
  /// Bytes that are sealed on the disk and in the ledger.
  private(set) var acknowledged: Int64
  /// False once it is whole, or something went wrong: the ledger says where to go on.
  private(set) var isUsable = true

  /// Goes on where the acknowledged bytes end; what lies behind them is cut off.
  init(_ upload: ClipUploadState, of store: ClipStore) throws {
    self.store = store
    self.upload = upload
    acknowledged = upload.landed
    part = try store.objects.openPart(try ClipStore.name(upload.clipID))
    sealer = try store.sealing.sealer(of: upload.key, from: upload.progress)
    digest = store.sealing.digest(.sha256)
    let end = SealedClipLayout.sealedByteCount(chunks: upload.progress.chunks)
    guard part.byteCount >= end || upload.progress.chunks == 0 else {
      throw ObjectError(
        .damaged, operation: "resume of a clip", reason: "acknowledged bytes are not in its part",
        hint: "look for what cut the folder of parts")
    }
    try part.truncate(to: end)
    if part.byteCount < SealedClipLayout.headerByteCount {
      try part.truncate(to: 0)
      let header = upload.progress.header
      try part.append(header.span)
    }
    try digestAgain()
  }

  deinit { part.close() }

  /// A request begins.
  /// - Parameter checksum: of its bytes; they are acknowledged only if they have it.
  func begin(_ checksum: (algorithm: DigestAlgorithm, value: [UInt8])?) {
    self.checksum = checksum.map { (store.sealing.digest($0.algorithm), $0.value) }
  }

  public func take(_ bytes: Span<UInt8>) throws(ClipFault) {
    try attempt {
      guard Int64(bytes.count) <= upload.byteCount - sealer.byteCount else {
        throw ClipFault.beyondLength(upload.byteCount)
      }
      checksum?.digest.update(bytes)
      digest.update(bytes)
      let sealed = sealer.seal(bytes)
      if !sealed.isEmpty { try part.append(sealed.span) }
      if checksum == nil, sealer.byteCount - acknowledged >= store.rule.bytesBetweenCheckpoints { try checkpoint() }
    }
  }

  /// The request is over.
  /// - Returns: bytes acknowledged in all.
  public func end() throws(ClipFault) -> Int64 {
    try attempt {
      if let checksum, checksum.digest.value != checksum.value { throw ClipFault.checksum }
      if sealer.byteCount > acknowledged { try checkpoint() }
      if acknowledged == upload.byteCount { try finish() }
    }
    return acknowledged
  }

  /// The client is gone: what came is kept, unless it was to be held against a checksum.
  public func abandon() {
    guard isUsable, checksum == nil, sealer.byteCount > acknowledged else {
      isUsable = false
      return
    }
    // What cannot be kept is sent again.
    try? attempt { try checkpoint() }
  }

  /// All bytes are acknowledged: makes the object.
  func finish() throws {
    isUsable = false
    let last = sealer.finish()
    try part.append(last.span)
    try part.finish()
    try store.ledger.complete(upload.clipID, sha256: digest.value, at: store.clock.now())
  }

  private func checkpoint() throws {
    try part.synchronize()
    let progress = SealingProgress(header: sealer.header, chunks: sealer.chunks, sealedTail: try sealer.sealTail())
    try store.ledger.land(upload.clipID, byteCount: sealer.byteCount, progress: progress, at: store.clock.now())
    acknowledged = sealer.byteCount
  }

  private func attempt(_ body: () throws -> Void) throws(ClipFault) {
    do { try ClipFault.translating(body) } catch {
      isUsable = false
      throw error
    }
  }

  /// A digest lives in memory, so after a restart the bytes are read once more.
  private func digestAgain() throws {
    guard sealer.byteCount > 0 else { return }
    let opener = try store.sealing.opener(of: upload.key, header: upload.progress.header)
    var chunk: Int64 = 0
    while chunk < upload.progress.chunks {
      let next = min(upload.progress.chunks, chunk + Self.chunksPerRead)
      let sealed = try part.read(
        SealedClipLayout.sealedByteCount(chunks: chunk)..<SealedClipLayout.sealedByteCount(chunks: next))
      try ClipReader.open(sealed.span, from: chunk, with: opener) { digest.update($0) }
      chunk = next
    }
    let tail = try opener.open(tail: upload.progress.sealedTail, behind: upload.progress.chunks)
    digest.update(tail.span)
  }
}
