public import Core

/// What the alert stage knows: the living hazards, and the revisions lately said, by their place in the log.
///
/// Reading the log from its beginning builds it again, so nothing of it is kept on disk. A subscriber's position is the
/// vector of next offsets of the log itself: it means the same to every process, before and after a crash.
public struct AlertBoard: Sendable {
  /// Revisions kept for subscribers that come back.
  public static let maximumHistory = 50_000
  /// A cleared hazard is shown this long, in event time, for those who ask what was.
  public static let clearedMemory: Timestamp.Span = .minutes(10)

  /// A revision and where in the log it stands.
  public struct Event: Hashable, Sendable {
    public var partition: Int32
    public var offset: Int64
    public var revision: HazardRevision
    /// Next offsets after it, of all partitions: the stream's position once it has been seen.
    public var position: StreamPosition
  }

  /// What `absorb` made of a record.
  public enum Outcome: Hashable, Sendable {
    /// Something drivers have not heard yet.
    case news(Event)
    /// Said before, under the same id and revision, or older than what is known.
    case known
  }

  private var hazards: [RecordID: HazardRevision] = [:]
  private var history: [Event] = []
  private var position: StreamPosition
  private var newest = Timestamp.distantPast
  /// History before this position is gone.
  private var historyStart: StreamPosition

  public init(partitions: Int) {
    position = StreamPosition(partitions: partitions)
    historyStart = position
  }

  /// Takes the record at (partition, offset); nil: it was a tombstone or could not be read, and only moves the
  /// position.
  public mutating func absorb(_ revision: HazardRevision?, partition: Int32, offset: Int64) -> Outcome {
    guard position.advance(partition, past: offset) else { return .known }
    guard let revision, (hazards[revision.hazardID]?.revision ?? 0) < revision.revision else { return .known }
    hazards[revision.hazardID] = revision
    newest = max(newest, revision.time)
    let event = Event(partition: partition, offset: offset, revision: revision, position: position)
    history.append(event)
    if history.count > Self.maximumHistory {
      let dropped = history.count - Self.maximumHistory / 2
      historyStart = history[dropped - 1].position
      history.removeFirst(dropped)
    }
    if hazards.count.isMultiple(of: 256) { forget() }
    return .news(event)
  }

  /// Living hazards, and those cleared lately, that lie in any of the tiles; newest first.
  public func hazards(in tiles: Set<Tile>) -> [HazardRevision] {
    sorted(hazards.values.filter { tiles.contains($0.tile) && isShown($0) })
  }

  public func hazards(in box: BoundingBox) -> [HazardRevision] {
    sorted(hazards.values.filter { box.contains($0.position) && isShown($0) })
  }

  public func hazard(_ id: RecordID) -> HazardRevision? { hazards[id] }

  public var living: Int { hazards.values.count { $0.state != .cleared } }

  /// What a subscriber of the tiles has missed since; nil when that is too long ago to know.
  public func missed(since: StreamPosition, tiles: Set<Tile>) -> [Event]? {
    guard since.isComparable(to: position), since.covers(historyStart) else { return nil }
    return history.filter {
      !since.covers(partition: $0.partition, offset: $0.offset) && tiles.contains($0.revision.tile)
    }
  }

  /// Where the log has been read to.
  public var current: StreamPosition { position }

  // MARK: Details

  private func isShown(_ revision: HazardRevision) -> Bool {
    revision.state != .cleared || newest - revision.time < Self.clearedMemory
  }

  private func sorted(_ revisions: [HazardRevision]) -> [HazardRevision] {
    revisions.sorted { ($0.opened, $0.hazardID) > ($1.opened, $1.hazardID) }
  }

  private mutating func forget() {
    hazards = hazards.filter { isShown($0.value) }
  }
}
