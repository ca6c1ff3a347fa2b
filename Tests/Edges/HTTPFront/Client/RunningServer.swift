import Core
import HTTPFront

/// Runs a server for the length of a test, and asks it one thing at a time.
func withServer(
  _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(), _ build: (inout Router) -> Void,
  _ body: (HTTPServer) async throws -> Void
) async throws {
  var router = Router()
  build(&router)
  let server = HTTPServer(configuration: configuration, router: router)
  try server.start()
  do {
    try await body(server)
    await server.stop(within: .seconds(5))
  } catch {
    await server.stop(within: .zero)
    throw error
  }
}

extension HTTPServer {
  /// One request on a connection of its own.
  func ask(
    _ method: String, _ target: String, _ fields: [String: String] = [:], body: String = ""
  ) async throws -> WireResponse {
    let client = try WireClient(port: port)
    var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
    try client.send(head + "\r\n" + body)
    return try await client.response(hasBody: method != "HEAD")
  }
}
