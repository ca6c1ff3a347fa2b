import Core
import HTTPFront
import Testing

@Suite("A server that stops")
struct StoppingTests {
  @Test func `lets a request in flight finish and takes no new one`() async throws {
    let (started, gate) = (Gate(), Gate())
    try await withServer { router in
      router.get("/slow") { _ in
        started.open()
        await gate.pass()
        return .text("done")
      }
    } _: { server in
      let port = server.port
      let client = try WireClient(port: port)
      try client.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n")
      await started.pass()
      async let stopped: Void = server.stop(within: .seconds(20))
      while server.port != 0 { await Task.yield() }
      // Who comes now is sent away, and the one inside is not disturbed.
      while let late = try? WireClient(port: port) {
        try? late.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n")
        let heard = try await late.readToEnd()
        if heard.isEmpty { break }
      }
      gate.open()
      #expect(try await client.response().text == "done")
      await stopped
      #expect(throws: WireClient.Failure.self) { try WireClient(port: port) }
    }
  }

  @Test func `cuts off what is not finished at its deadline`() async throws {
    let (started, gate) = (Gate(), Gate())
    let bodies = Collected<RequestBodyError>()
    let ended = Gate()
    try await withServer { router in
      router.get("/never") { _ in
        started.open()
        await gate.pass()
        return .text("too late")
      }
      router.post("/upload") { request in
        do throws(RequestBodyError) {
          _ = try await request.body.collect(upTo: 1_000)
        } catch {
          bodies.append(error)
        }
        ended.open()
        return Response(.ok)
      }
    } _: { server in
      let client = try WireClient(port: server.port)
      let upload = try WireClient(port: server.port)
      try client.send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n")
      try upload.send("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf")
      await started.pass()
      await server.stop(within: .milliseconds(50))
      #expect(try await client.readToEnd().isEmpty)
      await ended.pass()
      #expect(bodies.values.count == 1)
      gate.open()
    }
  }

  @Test func `can be started again, and stopped when it does not run`() async throws {
    var router = Router()
    router.get("/") { _ in .text("here") }
    let server = HTTPServer(router: router)
    await server.stop()
    for _ in 1...3 {
      try server.start()
      #expect(server.port != 0)
      let response = try await server.ask("GET", "/")
      #expect(response.text == "here")
      await server.stop(within: .seconds(1))
      #expect(server.port == 0)
    }
  }

  @Test func `does not keep a port that another server has`() async throws {
    try await withServer {
      $0.get("/") { _ in Response(.ok) }
    } _: { server in
      var configuration = HTTPServerConfiguration()
      configuration.port = server.port
      let error = #expect(throws: HTTPServerError.self) {
        try HTTPServer(configuration: configuration, router: Router()).start()
      }
      #expect(error?.hint.contains("another port") == true)
      configuration.address = "road.example"
      #expect(throws: HTTPServerError.self) {
        try HTTPServer(configuration: configuration, router: Router()).start()
      }
    }
  }
}
