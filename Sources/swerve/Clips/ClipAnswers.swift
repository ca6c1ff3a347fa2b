import Core
import Ports

/// A clip in a list.
struct ClipAnswer: Encodable {
  var id: String
  var vehicle: String
  /// event, drive, other
  var kind: String
  var event: String?
  var byte_count: Int64
  var recorded_from: String
  var recorded_until: String?
  /// Where in the clip the incident lies, seconds.
  var trigger_offset_s: Double
  /// incoming, stored, deleted (and may be restored), removed
  var state: String
  var starred: Bool
  var removed_at: String?
  /// deleted, tier_full, tier_changed, never_declared, never_received, other
  var removal_reason: String?

  init(_ row: ClipRow) {
    id = row.clipID.hexadecimal
    vehicle = row.vehicleID.hexadecimal
    kind = row.kind == .event ? "event" : row.kind == .drive ? "drive" : "other"
    event = row.incidentID?.hexadecimal
    byte_count = row.byteCount
    recorded_from = row.recordedFrom.internetTime
    recorded_until = row.recordedUntil?.internetTime
    trigger_offset_s = row.triggerOffset.seconds
    state =
      row.removal != nil ? "removed" : row.deletedAt != nil ? "deleted" : row.isStored ? "stored" : "incoming"
    starred = row.isStarred
    removed_at = row.removal?.time.internetTime
    removal_reason = row.removal.map { $0.reason.map(Self.name) ?? "deleted" }
  }

  private static func name(_ reason: EvictionReason) -> String {
    switch reason {
    case .tierFull: "tier_full"
    case .tierChanged: "tier_changed"
    case .neverDeclared: "never_declared"
    case .neverReceived: "never_received"
    default: "other"
    }
  }
}

struct ClipPage: Encodable {
  var clips: [ClipAnswer]
  var next: String?

  init(_ rows: ArraySlice<ClipRow>, next: PageMark?) {
    clips = rows.map(ClipAnswer.init)
    self.next = next?.cursor
  }
}

/// What an owner's storage holds, what rolls over next, and what went.
struct StorageAnswer: Encodable {
  static let maximumNext = 10

  var tier_bytes: Int64
  var used_bytes: Int64
  /// Promised to uploads on their way.
  var reserved_bytes: Int64
  /// Ids of the clips that make room next, oldest first.
  var rolls_over_next: [String]
  /// Last removed first.
  var removed: [ClipAnswer]

  init(_ holdings: ClipHoldings, removals: [ClipRow]) {
    tier_bytes = holdings.tier
    used_bytes = holdings.clips.reduce(0) { $0 + $1.byteCount }
    reserved_bytes = holdings.reserved
    rolls_over_next = RetentionRule.order(holdings.clips).prefix(Self.maximumNext).map(\.id.hexadecimal)
    removed = removals.map(ClipAnswer.init)
  }
}
