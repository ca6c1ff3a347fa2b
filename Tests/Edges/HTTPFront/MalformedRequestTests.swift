import Core
import HTTPFront
import Testing

@Suite("A malformed request")
struct MalformedRequestTests {
  private func build(_ router: inout Router) {
    router.get("/alive") { _ in .text("alive") }
    router.post("/take") { request in .text("\(try await request.body.collect(upTo: 10_000).count)") }
  }

  @Test(arguments: [
    ("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET alive HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /alive HTTP/1.1\r\n\r\n", 400), ("GET /alive HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 204),
    ("POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    ("POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST /take HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    ("GET /long HTTP/1.1\r\nHost: h\r\n\r\n", 414), ("GET /alive HTTP/1.1\r\nHost: h\r\nX: many\r\n\r\n", 431),
  ])
  func `is a problem the client can read`(text: String, status: Int) async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let client = try WireClient(port: server.port)
      try client.send(
        text.replacing("/long", with: "/" + String(repeating: "a", count: 9_000))
          .replacing("many", with: String(repeating: "b", count: 17_000)))
      let response = try await client.response()
      #expect(response.status == status)
      #expect((response.problem?["status"] == "\(status)") == (status >= 400))
    }
  }

  @Test(arguments: 0..<8)
  func `of random bytes never stops the server`(seed: UInt64) async throws {
    let pieces = [
      "GET ", "POST ", "/alive", "/take", " HTTP/1.1", "\r\n", "\r\n\r\n", "Host: h", "Content-Length: 5",
      "Content-Length: -1", "Transfer-Encoding: chunked", "5\r\nabcde\r\n", "0\r\n\r\n", "ffffffffffffffffff\r\n", ": ",
      "\0", "?a=%", "Expect: 100-continue", "Range: bytes=-", "\u{ff}\u{fe}", "HEAD * HTTP/9.9",
    ].map { Array($0.utf8) }
    try await withServer(HTTPServerConfiguration(), build) { server in
      var random = SeededGenerator(seed: seed)
      for _ in 0..<60 {
        let client = try WireClient(port: server.port)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
          let noise = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
          }
          let bytes = Bool.random(using: &random) ? pieces[Int.random(in: 0..<pieces.count, using: &random)] : noise
          _ = client.sendWithoutWaiting(bytes)
        }
        if Bool.random(using: &random) { client.finishSending() }
      }
      let response = try await server.ask("GET", "/alive")
      #expect(response.text == "alive", "seed \(seed)")
    }
  }

  @Test func `error of a handler says nothing of its cause`() async throws {
    struct Secret: Error { let place = "home" }
    try await withServer { router in
      router.get("/fails") { _ in throw Secret() }
      router.get("/explains") { _ in
        throw ProblemDetails(
          .conflict, type: "https://example.org/taken", title: "Taken", detail: "Choose another.", instance: "/p/1",
          extensions: ["limit": .integer(3), "names": .list(["a", "b"]), "status": .text("forged")])
      }
      router.get("/splits") { _ in Response(.ok, headers: ["X": "a\r\nSet-Cookie: b"]) }
    } _: { server in
      let fails = try await server.ask("GET", "/fails")
      #expect(fails.text == #"{"status":500,"title":"Internal Server Error","type":"about:blank"}"#)
      let explains = try await server.ask("GET", "/explains")
      #expect(explains.status == 409)
      #expect(
        explains.text == """
          {"detail":"Choose another.","instance":"/p/1","limit":3,"names":["a","b"],"status":409,"title":"Taken",\
          "type":"https://example.org/taken"}
          """)
      let splits = try await server.ask("GET", "/splits")
      #expect(splits.status == 500)
      #expect(splits["Set-Cookie"] == nil)
    }
  }

  @Test func `one request too many at once is a 503, and one that takes too long as well`() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.maximumRequestsInFlight = 1
    configuration.handlerTimeout = .milliseconds(100)
    let gate = Gate()
    try await withServer(configuration) { router in
      router.get("/waits") { _ in
        await gate.pass()
        return Response(.ok)
      }
    } _: { server in
      let first = try WireClient(port: server.port)
      try first.send("GET /waits HTTP/1.1\r\nHost: h\r\n\r\n")
      let late = try await first.response()
      #expect(late.status == 503)
      #expect(late["Retry-After"] == "1")
      // The late handler still runs, and holds the only place.
      let second = try await server.ask("GET", "/waits")
      #expect(second.status == 503)
      #expect(second.problem?["detail"]?.contains("at once") == true)
      gate.open()
    }
  }
}
