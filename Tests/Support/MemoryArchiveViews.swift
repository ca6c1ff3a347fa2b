public import Core
public import Ports
internal import Synchronization

/// Rows of the archive in memory, each with its owner.
public final class MemoryArchiveViews: ArchiveViews {
  private struct State {
    var trips: [(account: RecordID, row: TripRow)] = []
    var incidents: [(account: RecordID, row: IncidentRow)] = []
    var tracks: [RecordID: [[UInt8]]] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  public func add(_ trip: TripRow, track: [[UInt8]] = [], incidents: [IncidentRow] = [], of account: RecordID) {
    state.withLock { state in
      state.trips.append((account, trip))
      state.tracks[trip.tripID] = track
      state.incidents += incidents.map { (account, $0) }
    }
  }

  public func trips(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [TripRow] {
    let own = state.withLock { $0.trips.filter { $0.account == account }.map(\.row) }
    func place(_ row: TripRow) -> (Timestamp, RecordID) { (row.startedAt ?? row.endedAt ?? .distantPast, row.tripID) }
    return Array(
      own.filter { row in mark.map { place(row) < ($0.time, $0.id) } ?? true }
        .sorted { place($0) > place($1) }.prefix(limit))
  }

  public func trip(_ id: RecordID, of account: RecordID) async throws(ViewError) -> TripRow? {
    state.withLock { $0.trips.first { $0.account == account && $0.row.tripID == id }?.row }
  }

  public func track(of trip: RecordID, account: RecordID) async throws(ViewError) -> [[UInt8]] {
    guard try await self.trip(trip, of: account) != nil else { return [] }
    return state.withLock { $0.tracks[trip] ?? [] }
  }

  public func incidents(of trip: RecordID, account: RecordID) async throws(ViewError) -> [IncidentRow] {
    state.withLock { $0.incidents.filter { $0.account == account && $0.row.tripID == trip }.map(\.row) }
      .sorted { ($0.time, $0.incidentID) < ($1.time, $1.incidentID) }
  }

  public func incidents(
    of account: RecordID, after mark: PageMark?, limit: Int
  ) async throws(ViewError) -> [IncidentRow] {
    let own = state.withLock { $0.incidents.filter { $0.account == account }.map(\.row) }
    return Array(
      own.filter { row in mark.map { (row.time, row.incidentID) < ($0.time, $0.id) } ?? true }
        .sorted { ($0.time, $0.incidentID) > ($1.time, $1.incidentID) }.prefix(limit))
  }
}
