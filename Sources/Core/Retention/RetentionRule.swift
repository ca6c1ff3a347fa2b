/// What stays in a driver's archive and what makes room: event clips stay until they are deleted, drive footage rolls
/// over, the oldest first. What is starred, held or shared is never rolled over.
public enum RetentionRule {
  /// What must go so that `incoming` bytes more stay within the tier. Nothing goes that need not, and nothing at all
  /// where all that may go would not be enough.
  /// - Parameters:
  ///   - reserved: bytes promised to uploads on their way: they count, and cannot go.
  ///   - cause: why room is made: `.tierFull` for an upload, `.tierChanged` after the tier became smaller.
  public static func makeRoom(
    for incoming: Int64, tier: Int64, clips: [StoredClip], reserved: Int64 = 0, cause: EvictionReason = .tierFull
  ) -> RetentionVerdict {
    // 128 bits: sizes come from outside, and no sum of so many of them may be wrong.
    let used = clips.reduce(Int128(max(0, reserved))) { $0 + Int128(max(0, $1.byteCount)) }
    let wanted = used + Int128(max(0, incoming))
    guard wanted > Int128(tier) else { return .fits([]) }
    var missing = wanted - Int128(max(0, tier))
    var removals: [ClipRemoval] = []
    for clip in clips.filter(\.mayRollOver).sorted(by: isOlder) where clip.byteCount > 0 {
      removals.append(ClipRemoval(clipID: clip.id, byteCount: clip.byteCount, reason: cause))
      if Int128(clip.byteCount) >= missing { return .fits(removals) }
      missing -= Int128(clip.byteCount)
    }
    let removable = removals.reduce(Int128(0)) { $0 + Int128($1.byteCount) }
    return .cannotFit(
      TierShortage(
        tier: tier, used: Int64(clamping: used), incoming: incoming, removable: Int64(clamping: removable),
        missing: Int64(clamping: missing)))
  }

  /// What would roll over next, oldest first.
  public static func order(_ clips: [StoredClip]) -> [StoredClip] { clips.filter(\.mayRollOver).sorted(by: isOlder) }

  /// By when it was recorded; two of one instant by their ids, so that every process chooses the same.
  private static func isOlder(_ left: StoredClip, _ right: StoredClip) -> Bool {
    (left.recordedFrom, left.id) < (right.recordedFrom, right.id)
  }
}

/// A clip as retention sees it.
public struct StoredClip: Hashable, Sendable {
  public var id: RecordID
  public var kind: ClipKind
  /// Of the clip before sealing: what the driver's tier counts.
  public var byteCount: Int64
  public var recordedFrom: Timestamp
  public var isStarred: Bool
  /// Kept because somebody with the right to ask for it did.
  public var isHeld: Bool
  /// Shown to somebody at this time.
  public var isShared: Bool

  public init(
    id: RecordID, kind: ClipKind, byteCount: Int64, recordedFrom: Timestamp, isStarred: Bool = false,
    isHeld: Bool = false, isShared: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.byteCount = byteCount
    self.recordedFrom = recordedFrom
    self.isStarred = isStarred
    self.isHeld = isHeld
    self.isShared = isShared
  }

  /// A kind that this version does not know is not routine footage: it stays.
  public var mayRollOver: Bool { kind == .drive && !isStarred && !isHeld && !isShared }
}

public enum RetentionVerdict: Hashable, Sendable {
  /// Once these are gone, oldest first; often none.
  case fits([ClipRemoval])
  case cannotFit(TierShortage)
}

public struct ClipRemoval: Hashable, Sendable {
  public var clipID: RecordID
  public var byteCount: Int64
  public var reason: EvictionReason

  public init(clipID: RecordID, byteCount: Int64, reason: EvictionReason) {
    self.clipID = clipID
    self.byteCount = byteCount
    self.reason = reason
  }
}

/// Why something cannot be kept, in bytes.
public struct TierShortage: Error, Hashable, Sendable {
  public var tier: Int64
  /// Clips and reservations.
  public var used: Int64
  public var incoming: Int64
  /// All that may roll over.
  public var removable: Int64
  /// What would be too much even then.
  public var missing: Int64

  public init(tier: Int64, used: Int64, incoming: Int64, removable: Int64, missing: Int64) {
    self.tier = tier
    self.used = used
    self.incoming = incoming
    self.removable = removable
    self.missing = missing
  }
}
