public import Core

/// Every byte that drivers' archives hold or have promised room for, and what the service has to say of it. Each call is
/// one transaction and blocks. Safe from any thread.
public protocol ClipLedger: Sendable {
  /// What the account holds now.
  /// - Parameter tier: for an account that is not known yet, bytes.
  func holdings(of account: RecordID, tier: Int64) throws(ViewError) -> ClipHoldings
  /// Promises the room and evicts what makes it.
  func reserve(
    _ upload: NewClipUpload, evicting clips: [RecordID], version: Int64, at now: Timestamp
  ) throws(ViewError) -> ReservationOutcome
  /// The account holds so many bytes from now on, and what is too much goes.
  /// - Returns: false when the account was changed since it was read.
  func changeTier(
    of account: RecordID, to tier: Int64, evicting clips: [RecordID], version: Int64, at now: Timestamp
  ) throws(ViewError) -> Bool
  /// Nil: never begun, or removed.
  func upload(_ clip: RecordID) throws(ViewError) -> ClipUploadState?
  /// Acknowledges bytes that are on the disk.
  func land(_ clip: RecordID, byteCount: Int64, progress: SealingProgress, at now: Timestamp) throws(ViewError)
  /// All bytes are there.
  func complete(_ clip: RecordID, sha256: [UInt8], at now: Timestamp) throws(ViewError)
  /// Gives up an upload that is not complete; its declaration stays.
  /// - Returns: false when there is none.
  func release(_ clip: RecordID) throws(ViewError) -> Bool
  /// Uploads of which all bytes are acknowledged and no more is known: a process died at the end.
  func unconcluded() throws(ViewError) -> [RecordID]

  /// Joins bytes with declarations.
  /// - Returns: how many clips.
  func settle(at now: Timestamp) throws(ViewError) -> Int
  /// Removes what nobody waits for any more.
  func sweep(_ rule: ClipRule, at now: Timestamp) throws(ViewError) -> Int
  /// Removed clips whose object may still be there.
  func removed(limit: Int) throws(ViewError) -> [RecordID]
  func forget(_ clips: [RecordID]) throws(ViewError)
  /// What is to be said, oldest first for each vehicle.
  func outbox(limit: Int) throws(ViewError) -> [ServiceEvent]
  func said(_ events: [ServiceEvent]) throws(ViewError)
}

/// What an owner sees of the ledger and may change in it. Every question names the account, so that no answer can hold
/// another driver's rows. Safe from any task.
public protocol OwnerClips: Sendable {
  func holdings(of account: RecordID, tier: Int64) async throws(ViewError) -> ClipHoldings
  /// Newest first; those that are removed are not among them.
  func clips(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [ClipRow]
  /// Last removed first.
  func removals(of account: RecordID, limit: Int) async throws(ViewError) -> [ClipRow]
  /// Nil: there is none, or it is another's.
  func clip(_ id: RecordID, of account: RecordID) async throws(ViewError) -> ClipRow?
  /// - Returns: false when there is none to be starred.
  func setStar(_ isStarred: Bool, on clip: RecordID, of account: RecordID, at now: Timestamp) async throws(ViewError)
    -> Bool
  /// Marks it deleted; deleting again changes nothing.
  func delete(_ clip: RecordID, of account: RecordID, at now: Timestamp) async throws(ViewError) -> Bool
  /// - Returns: false when it is not marked as deleted, or not any more.
  func restore(_ clip: RecordID, of account: RecordID) async throws(ViewError) -> Bool
}

/// What an account holds, for `RetentionRule`.
public struct ClipHoldings: Hashable, Sendable {
  public var tier: Int64
  public var version: Int64
  /// Clips whose bytes are all there.
  public var clips: [StoredClip]
  /// Promised to uploads that are not complete.
  public var reserved: Int64

  public init(tier: Int64, version: Int64, clips: [StoredClip], reserved: Int64) {
    self.tier = tier
    self.version = version
    self.clips = clips
    self.reserved = reserved
  }
}

public struct NewClipUpload: Hashable, Sendable {
  public var clipID: RecordID
  public var account: RecordID
  public var vehicleID: RecordID
  public var kind: ClipKind
  public var byteCount: Int64
  public var key: ClipKeyReference
  public var progress: SealingProgress

  public init(
    clipID: RecordID, account: RecordID, vehicleID: RecordID, kind: ClipKind, byteCount: Int64, key: ClipKeyReference,
    progress: SealingProgress
  ) {
    self.clipID = clipID
    self.account = account
    self.vehicleID = vehicleID
    self.kind = kind
    self.byteCount = byteCount
    self.key = key
    self.progress = progress
  }
}

public enum ReservationOutcome: Hashable, Sendable {
  case reserved
  /// The account changed meanwhile: look again.
  case outdated
  /// There is a clip of this id already.
  case taken
}

public struct ClipUploadState: Hashable, Sendable {
  public var clipID: RecordID
  public var account: RecordID
  public var vehicleID: RecordID
  /// As the upload says.
  public var kind: ClipKind
  public var byteCount: Int64
  /// Acknowledged.
  public var landed: Int64
  public var isComplete: Bool
  public var key: ClipKeyReference
  public var progress: SealingProgress

  public init(
    clipID: RecordID, account: RecordID, vehicleID: RecordID, kind: ClipKind, byteCount: Int64, landed: Int64,
    isComplete: Bool, key: ClipKeyReference, progress: SealingProgress
  ) {
    self.clipID = clipID
    self.account = account
    self.vehicleID = vehicleID
    self.kind = kind
    self.byteCount = byteCount
    self.landed = landed
    self.isComplete = isComplete
    self.key = key
    self.progress = progress
  }
}

/// One event that the clip service tells on `personal.clips`.
public struct ServiceEvent: Hashable, Sendable {
  public var vehicleID: RecordID
  /// Of the vehicle's records by the service.
  public var sequence: UInt64
  public var event: ClipEvent

  public init(vehicleID: RecordID, sequence: UInt64, event: ClipEvent) {
    self.vehicleID = vehicleID
    self.sequence = sequence
    self.event = event
  }
}
