public import Core

/// What an owner reads of the personal views. Every question names the account, so that no answer can hold another
/// driver's rows. Safe from any task.
public protocol ArchiveViews: Sendable {
  /// Newest first.
  func trips(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [TripRow]
  /// Nil: there is none, or it is another's.
  func trip(_ id: RecordID, of account: RecordID) async throws(ViewError) -> TripRow?
  /// The sealed track chunks of a trip in the order of time.
  func track(of trip: RecordID, account: RecordID) async throws(ViewError) -> [[UInt8]]
  /// In the order of time.
  func incidents(of trip: RecordID, account: RecordID) async throws(ViewError) -> [IncidentRow]
  /// Newest first, of all trips.
  func incidents(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [IncidentRow]
}

/// Where a page ended: the row's time, and its id where two have the same time.
public struct PageMark: Hashable, Sendable {
  public var time: Timestamp
  public var id: RecordID

  public init(time: Timestamp, id: RecordID) {
    self.time = time
    self.id = id
  }
}
