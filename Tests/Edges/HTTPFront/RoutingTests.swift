import HTTPFront
import Testing

@Suite("A router")
struct RoutingTests {
  private func build(_ router: inout Router) {
    router.get("/v1/hazards/{id}") { request in .text("hazard \(request.parameters["id"])") }
    router.get("/v1/hazards/latest") { _ in .text("latest") }
    router.on(.delete, "/v1/hazards/{id}") { _ in Response(.noContent) }
    router.get("/v1/search") { request in
      .text(request.query.values("q").joined(separator: "|") + "/" + (request.query["page"] ?? "none"))
    }
    router.get("/files/{path...}") { request in .text(request.parameters["path"]) }
  }

  @Test func `a literal beats a name, and a name takes one decoded segment`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let answers = [
        "/v1/hazards/latest": "latest", "/v1/hazards/a%2Fb%20c": "hazard a/b c", "/files/a/b.txt": "a/b.txt",
        "http://localhost/v1/hazards/7": "hazard 7",
      ]
      for (target, text) in answers {
        let response = try await server.ask("GET", target)
        #expect(response.text == text)
      }
    }
  }

  @Test func `a query is decoded and a name may come twice`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let response = try await server.ask("GET", "/v1/search?q=a%26b&q=c+d&page")
      #expect(response.text == "a&b|c d/")
    }
  }

  @Test func `an unknown path is a 404 problem`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let response = try await server.ask("GET", "/v2/hazards")
      #expect(response.status == 404)
      #expect(response.problem?["title"] == "Not Found")
      #expect(response.problem?["status"] == "404")
    }
  }

  @Test func `another method is a 405 problem that names the methods there are`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let response = try await server.ask("PUT", "/v1/hazards/7", body: "x")
      #expect(response.status == 405)
      #expect(response["Allow"] == "DELETE, GET, HEAD, OPTIONS")
      #expect(response.problem != nil)
      let options = try await server.ask("OPTIONS", "/v1/hazards/7")
      #expect(options.status == 204)
      #expect(options["Allow"] == "DELETE, GET, HEAD, OPTIONS")
    }
  }

  @Test func `HEAD answers as GET would, without the content`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let client = try WireClient(port: server.port)
      let head = "HEAD /v1/hazards/latest HTTP/1.1\r\nHost: localhost\r\n\r\n"
      try client.send(head + head)
      for _ in 1...2 {
        let response = try await client.response(hasBody: false)
        #expect(response.status == 200)
        #expect(response["Content-Length"] == "6")
      }
    }
  }

  @Test func `one connection carries one request after another`() async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let client = try WireClient(port: server.port)
      for number in 1...50 {
        try client.send("GET /v1/hazards/\(number) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await client.response().text == "hazard \(number)")
      }
    }
  }

  @Test func `the access log has the template and never the path`() async throws {
    let log = Collected<AccessRecord>()
    var configuration = HTTPServerConfiguration()
    configuration.accessLog = { log.append($0) }
    try await withServer(configuration, build) { server in
      _ = try await server.ask("GET", "/v1/hazards/secret?place=home")
      _ = try await server.ask("GET", "/house/of/somebody")
      _ = try await server.ask("SECRETMETHOD", "/v1/search")
    }
    let records = log.values.map { "\($0.method) \($0.route) \($0.status ?? 0)" }
    #expect(records.sorted() == ["GET (none) 404", "GET /v1/hazards/{id} 200", "OTHER /v1/search 405"])
    #expect(log.values.allSatisfy { $0.duration > .zero })
  }

  @Test func `two routes of one shape are a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) {
      var router = Router()
      router.get("/a/{x}") { _ in Response(.ok) }
      router.get("/a/{y}") { _ in Response(.ok) }
    }
  }
}
