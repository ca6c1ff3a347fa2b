import Core
import HTTPFront
import Ports

/// The owner's questions: trips and incidents. Answers are opened with the owner's key for this one answer; nothing
/// opened is kept, and no proxy may keep it either.
struct ArchiveRoutes: Sendable {
  /// Rows of one page.
  static let pageSize = 50
  /// Fixes of one track in an answer: a day's drive at one a second.
  static let maximumFixes = 90_000

  let views: any ArchiveViews
  let records: SealedRows
  /// The account of the signed-in owner who may do this, or the problem to answer with.
  let owner: @Sendable (Request, Action) async throws -> RecordID

  func add(to router: inout Router) {
    router.get("/v1/trips") { request in
      let account = try await owner(request, .listTrips)
      let mark = try PageMark(request.query["cursor"])
      let rows = try await available { () throws(ViewError) in
        try await views.trips(of: account, after: mark, limit: Self.pageSize + 1)
      }
      let next = rows.count > Self.pageSize ? PageMark(rows[Self.pageSize - 1]) : nil
      return .personalJSON(TripPage(rows.prefix(Self.pageSize), next: next), to: request)
    }
    router.get("/v1/trips/{id}") { request in
      let account = try await owner(request, .readTrip)
      guard let id = RecordID(hexadecimal: request.parameters["id"]) else { throw Self.missing("trip") }
      let detail = try await available { () throws(ViewError) -> TripDetail? in
        guard let trip = try await views.trip(id, of: account) else { return nil }
        return try TripDetail(
          trip, track: try await views.track(of: id, account: account),
          incidents: try await views.incidents(of: id, account: account), opening: records.opener(for: account))
      }
      guard let detail else { throw Self.missing("trip") }
      return .personalJSON(detail, to: request)
    }
    router.get("/v1/events") { request in
      let account = try await owner(request, .listEvents)
      let mark = try PageMark(request.query["cursor"])
      let page = try await available { () throws(ViewError) in
        let rows = try await views.incidents(of: account, after: mark, limit: Self.pageSize + 1)
        let next = rows.count > Self.pageSize ? PageMark(rows[Self.pageSize - 1]) : nil
        return try IncidentPage(rows.prefix(Self.pageSize), next: next, opening: records.opener(for: account))
      }
      return .personalJSON(page, to: request)
    }
  }

  /// The same whether there is none or it is another's: an answer does not tell what others have.
  static func missing(_ what: String) -> ProblemDetails {
    ProblemDetails(.notFound, detail: "You have no \(what) of this id.")
  }

  private func available<Value>(_ body: () async throws(ViewError) -> Value) async throws -> Value {
    do { return try await body() } catch {
      Console.note("archive: \(error.operation): \(error.reason)")
      throw ProblemDetails(
        .serviceUnavailable, detail: "The archive cannot be read now. Try again.", headers: ["Retry-After": "1"])
    }
  }
}

extension RecordID {
  /// Nil unless it is 32 hexadecimal digits.
  init?(hexadecimal text: String) {
    guard let bytes = Hexadecimal.decode(text) else { return nil }
    self.init(bytes: bytes)
  }
}

extension PageMark {
  /// Nil for no cursor.
  /// - Throws: `CursorError` for one that this service did not give.
  init?(_ text: String?) throws {
    guard let text else { return nil }
    let payload = try Cursor(text: text).payload
    guard payload.count == 24, let id = RecordID(bytes: Array(payload[8...])) else { throw CursorError() }
    let milliseconds = payload[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self.init(time: Timestamp(milliseconds: Int64(bitPattern: milliseconds)), id: id)
  }

  var cursor: String {
    let time = UInt64(bitPattern: self.time.milliseconds)
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * UInt64($0))) }
    return Cursor(payload: bytes + id.bytes).text
  }

  /// Trips are sorted by their start, or by their end while only that is known.
  init(_ row: TripRow) { self.init(time: row.startedAt ?? row.endedAt ?? .distantPast, id: row.tripID) }
  init(_ row: IncidentRow) { self.init(time: row.time, id: row.incidentID) }
}
