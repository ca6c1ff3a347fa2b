import Core
import Foundation
import HTTPFront
import Ports
import PostgresViews
import Sealing

/// The archive's server over a private PostgreSQL that holds the trips of one owner, who is signed in.
final class ApiFixture: Sendable {
  /// Keep-alive connections that ask at once.
  static let connections = 8
  /// Trips of the owner in a run of normal length.
  static let maximumTrips = 10_000
  private static let account = RecordID(high: 1, low: 1)

  let trips: Int
  /// Requests, as bytes.
  let (livez, firstPage, incidents): ([[UInt8]], [[UInt8]], [[UInt8]])
  /// Of every page in its order.
  let pages: [[UInt8]]
  /// Where the pages begin; nil: at the start.
  let marks: [PageMark?]
  /// Of the first page's content.
  let answerByteCount: Int
  private let database: BenchDatabase
  private let server: HTTPServer
  private let views: PostgresArchiveViews
  private let sessions: PostgresSessionStore
  private let session: [UInt8]

  var port: UInt16 { server.port }

  init(_ events: Int, _ seed: UInt64) throws {
    trips = max(2 * ArchiveRoutes.pageSize, min(Self.maximumTrips, 5 * events))
    database = try BenchDatabase([.personal, .vault, .access])
    let keys = DriverKeys(
      vault: PostgresDriverKeyVault(database.personal),
      root: try KeyEncryptionKey(bytes: [UInt8](repeating: 9, count: KeyEncryptionKey.byteCount)))
    let archive = try BenchArchive(drives: trips, seed: seed, cameras: 2, track: 0, owner: Self.account)
    for camera in archive.cameras { try keys.store(camera) }
    try PreparedFolding(archive).fold(
      .opened, keys: keys, into: PostgresViewStore(database.personal, schema: ViewSchema.personal.rawValue))
    // What autovacuum would have done soon.
    try TableCopy(database.administrator).execute("ANALYZE")
    views = PostgresArchiveViews(PostgresPool(database.personal, schema: ViewSchema.personal.rawValue))
    sessions = PostgresSessionStore(database.personal)
    let owners = OwnerAccess(store: sessions, clock: SystemClock())
    server = ArchiveFront.server(port: 0, owners: owners, views: views, keys: keys)
    try server.start()
    let client = try RequestCrowd(1, port: server.port)
    let token = try Self.signIn(owners, client)
    session = token.hash
    func request(_ target: String) -> [UInt8] {
      Array(
        "GET \(target) HTTP/1.1\r\nHost: localhost\r\nCookie: \(OwnerAccess.cookieName)=\(token.text)\r\n\r\n".utf8)
    }
    livez = [Array("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)]
    firstPage = [request("/v1/trips")]
    incidents = [request("/v1/events")]
    answerByteCount = try client.answer(to: firstPage[0]).body.count
    var (pages, marks): ([[UInt8]], [PageMark?]) = (firstPage, [nil])
    while let next = try Self.next(client.answer(to: pages[pages.count - 1])) {
      pages.append(request("/v1/trips?cursor=\(next)"))
      marks.append(try PageMark(next))
    }
    (self.pages, self.marks) = (pages, marks)
    precondition(pages.count == (trips + ArchiveRoutes.pageSize - 1) / ArchiveRoutes.pageSize, "every trip is told")
  }

  /// What the answers ask of PostgreSQL, without HTTP: the session, then the page.
  /// - Returns: milliseconds of each pair.
  func query(_ count: Int, pages: [PageMark?]) throws -> [Double] {
    try BlockingTask.wait { [self] in
      try await withThrowingTaskGroup(of: [Double].self) { group in
        for worker in 0..<Self.connections { group.addTask { [self] in try await query(count, pages, worker) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }
  }

  private func query(_ count: Int, _ pages: [PageMark?], _ worker: Int) async throws -> [Double] {
    var latencies: [Double] = []
    for number in stride(from: worker, to: count, by: Self.connections) {
      let timer = BenchTimer()
      let owner = try await sessions.session(session, at: SystemClock().now())
      let rows = try await views.trips(
        of: owner?.account ?? RecordID(high: 0, low: 0), after: pages[number % pages.count],
        limit: ArchiveRoutes.pageSize + 1)
      precondition(!rows.isEmpty, "the owner has trips on every page")
      latencies.append(timer.elapsed.wall * 1_000)
    }
    return latencies
  }

  private static func signIn(_ owners: OwnerAccess, _ client: RequestCrowd) throws -> AccessToken {
    let link = try BlockingTask.wait { try await owners.link(for: account) }
    let answer = try client.answer(
      to: Array("GET \(OwnerAccess.path(of: link)) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    let name = OwnerAccess.cookieName + "="
    guard let start = answer.head.range(of: name)?.upperBound,
      let token = AccessToken(.session, text: String(answer.head[start...].prefix { $0 != ";" && !$0.isWhitespace }))
    else { throw CommandFailure(.failure, "the server gave no session: it answered \(answer.status)") }
    return token
  }

  /// The cursor of the page after this one; nil: it is the last.
  private static func next(_ answer: RequestCrowd.Answer) throws -> String? {
    struct Page: Decodable { var next: String? }
    guard answer.status == 200 else { throw CommandFailure(.failure, "the server answered \(answer.status)") }
    return try JSONDecoder().decode(Page.self, from: Data(answer.body)).next
  }
}
