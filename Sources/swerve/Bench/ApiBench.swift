import Core

extension Bench {
  /// An owner's list of trips over HTTP, against what HTTP itself costs, and the same questions without it.
  static let api = Bench(
    name: "api", unit: "request", events: 2_000, countedEvents: nil,
    subject: Workload("GET /v1/trips, first page", prepared: asking { $0.firstPage }),
    reference: Workload("GET /livez", prepared: asking { $0.livez }),
    others: [
      Workload("GET /v1/trips, page by page", prepared: asking { $0.pages }),
      Workload(
        "GET /v1/trips, first page, one connection", share: 4, prepared: asking(connections: 1) { $0.firstPage }),
      Workload("GET /v1/events, places opened", share: 4, prepared: asking { $0.incidents }),
      Workload("the statements of the first page, without HTTP") { events, seed in
        let fixture = try fixture.value(events, seed)
        return Workload.Prepared { count in try fixture.query(count, pages: [nil]) }
      },
      Workload("the statements page by page, without HTTP") { events, seed in
        let fixture = try fixture.value(events, seed)
        return Workload.Prepared { count in try fixture.query(count, pages: fixture.marks) }
      },
    ],
    facts: { events, seed in
      let fixture = try fixture.value(events, seed)
      return [
        "path": "keep-alive connection -> HTTPServer -> session of the cookie in PostgreSQL -> trips in PostgreSQL -> "
          + "JSON and its entity tag",
        "places opened": "a page of incidents: the owner's keys out of the vault, a sealed record each",
        "statements": "the session's and the page's, one after the other, through PostgresPool",
        "client": "in the same process, one thread",
        "connections": "\(ApiFixture.connections)", "trips": "\(fixture.trips)",
        "page_rows": "\(ArchiveRoutes.pageSize)", "pages": "\(fixture.pages.count)",
        "answer_bytes": "\(fixture.answerByteCount)",
      ]
    })

  private static let fixture = SharedFixture(ApiFixture.init)

  private static func asking(
    connections: Int = ApiFixture.connections, _ requests: @escaping @Sendable (ApiFixture) -> [[UInt8]]
  ) -> @Sendable (Int, UInt64) throws -> Workload.Prepared {
    { events, seed in
      let fixture = try fixture.value(events, seed)
      let crowd = try RequestCrowd(connections, port: fixture.port)
      let requests = requests(fixture)
      return Workload.Prepared { count in
        // The server goes with its fixture, after the answers.
        try withExtendedLifetime(fixture) { try crowd.ask(count) { requests[$0 % requests.count] } }
      }
    }
  }
}
