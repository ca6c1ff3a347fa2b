import Core
import HTTPFront
import Testing

@Suite("The content of a request")
struct ContentTests {
  private func echo(_ router: inout Router) {
    router.post("/echo", bodyLimit: 10_000_000) { request in
      Response(contentType: "application/octet-stream", bytes: try await request.body.collect(upTo: 10_000_000))
    }
    router.post("/small") { request in .text("\(try await request.body.collect(upTo: 100).count)") }
    router.post("/ignored") { _ in .text("not read") }
    router.post("/half") { request in
      var iterator = request.body.makeAsyncIterator()
      return .text("\((try await iterator.next()?.count ?? 0) > 0)")
    }
  }

  private func configuration() -> HTTPServerConfiguration {
    var configuration = HTTPServerConfiguration()
    configuration.maximumBodyBytes = 1_000
    return configuration
  }

  @Test func `comes whole, whatever its size and coding`() async throws {
    try await withServer(configuration(), echo) { server in
      for size in [1, 1_000, 70_000, 3_000_000] {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let client = try WireClient(port: server.port)
        try await offPool {
          try client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n")
          try client.send(content)
        }
        #expect(try await client.response().body == content)
        try await offPool {
          try client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
          for start in stride(from: 0, to: size, by: 50_000) {
            let part = content[start..<min(size, start + 50_000)]
            try client.send(Array((String(part.count, radix: 16) + "\r\n").utf8) + part + Array("\r\n".utf8))
          }
          try client.send("0\r\n\r\n")
        }
        #expect(try await client.response().body == content)
      }
    }
  }

  @Test func `is not taken from a client while the handler does not ask`() async throws {
    let gate = Gate()
    let build = { @Sendable (router: inout Router) in
      router.post("/slow", bodyLimit: .max) { request in
        var iterator = request.body.makeAsyncIterator()
        var count = try await iterator.next()?.count ?? 0
        await gate.pass()
        while let chunk = try await iterator.next() { count += chunk.count }
        return .text("\(count)")
      }
    }
    try await withServer(HTTPServerConfiguration(), build) { server in
      // Far more than all the buffers between the two ends may hold.
      let size = 64 * 1024 * 1024
      let client = try WireClient(port: server.port)
      let sentFirst = try await offPool { () -> Int in
        try client.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n")
        let piece = [UInt8](repeating: 7, count: 64 * 1024)
        var sent = 0
        // Full for half a second: nobody takes anything.
        while sent < size, client.isWritable(withinMilliseconds: 500) {
          sent += max(0, client.sendWithoutWaiting(Array(piece.prefix(size - sent))))
        }
        return sent
      }
      #expect(sentFirst < size)
      gate.open()
      try await offPool {
        try client.send([UInt8](repeating: 7, count: size - sentFirst))
      }
      #expect(try await client.response().text == "\(size)")
    }
  }

  @Test func `declared too long is a 413 before a byte of it is sent`() async throws {
    try await withServer(configuration(), echo) { server in
      let client = try WireClient(port: server.port)
      try client.send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n")
      let response = try await client.response()
      #expect(response.status == 413)
      #expect(response.problem?["limit"] == "1000")
    }
  }

  @Test func `that turns out too long is a 413 the client can still read`() async throws {
    try await withServer(configuration(), echo) { server in
      for pieces in [1, 200] {
        let client = try WireClient(port: server.port)
        try client.send("POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        let piece = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
        try await offPool {
          for _ in 0..<pieces { try client.send(piece) }
          try client.send("0\r\n\r\n")
        }
        let response = try await client.response()
        #expect(response.status == 413)
        #expect(response.problem?["title"] == "Content Too Large")
      }
    }
  }

  @Test func `longer than the handler takes is a 413 too`() async throws {
    try await withServer(configuration(), echo) { server in
      let response = try await server.ask("POST", "/small", body: String(repeating: "x", count: 500))
      #expect(response.status == 413)
      #expect(response.problem?["limit"] == "100")
    }
  }

  @Test func `that nobody reads does not cost the connection while it is short`() async throws {
    try await withServer(configuration(), echo) { server in
      let client = try WireClient(port: server.port)
      for _ in 1...3 {
        try client.send("POST /ignored HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n")
        try client.send(String(repeating: "y", count: 900))
        #expect(try await client.response().text == "not read")
      }
    }
  }

  @Test func `that the handler leaves half read is answered all the same`() async throws {
    try await withServer(configuration()) { router in
      echo(&router)
      router.post("/halfOfMuch", bodyLimit: .max) { request in
        for try await _ in request.body { break }
        return .text("enough")
      }
    } _: { server in
      #expect(try await server.ask("POST", "/half", body: "some").text == "true")
      let client = try WireClient(port: server.port)
      try client.send("POST /halfOfMuch HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n")
      try await offPool { try client.send([UInt8](repeating: 1, count: 2_000_000)) }
      let response = try await client.response()
      #expect(response.text == "enough")
      #expect(response["Connection"] == "close")
    }
  }

  @Test func `is asked for with 100 only when the handler wants it`() async throws {
    try await withServer(configuration(), echo) { server in
      let wanted = try WireClient(port: server.port)
      try wanted.send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
      #expect(try await wanted.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
      try wanted.send("hello")
      #expect(try await wanted.response().text == "5")
      let refused = try WireClient(port: server.port)
      try refused.send("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
      #expect(try await refused.response().status == 404)
    }
  }

  @Test func `that stops coming is a 408`() async throws {
    var configuration = configuration()
    configuration.idleTimeout = .seconds(1)
    try await withServer(configuration, echo) { server in
      let client = try WireClient(port: server.port)
      try client.send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nonly this")
      let response = try await client.response()
      #expect(response.status == 408)
      #expect(response.problem != nil)
    }
  }

  @Test func `of a client that goes away ends the handler's reading`() async throws {
    let seen = Collected<RequestBodyError>()
    let done = Gate()
    try await withServer { router in
      router.post("/upload") { request in
        do throws(RequestBodyError) {
          _ = try await request.body.collect(upTo: 1_000)
        } catch {
          seen.append(error)
          done.open()
        }
        return Response(.ok)
      }
    } _: { server in
      do {
        let client = try WireClient(port: server.port)
        try client.send("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\npart")
      }
      await done.pass()
      #expect(seen.values == [.disconnected])
    }
  }
}
