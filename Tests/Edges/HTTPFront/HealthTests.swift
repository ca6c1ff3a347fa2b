import Core
import HTTPFront
import Testing

@Suite("Health")
struct HealthTests {
  @Test func `is ready when every check passes, and alive in any case`() async throws {
    let database = Collected<String>()
    var checks = HealthChecks()
    checks.require("log") { nil }
    checks.require("database") { database.values.first }
    try await withServer {
      checks.addRoutes(to: &$0)
    } _: { server in
      let ready = try await server.ask("GET", "/readyz")
      #expect(ready.status == 200)
      #expect(ready.text == #"{"checks":{"database":"pass","log":"pass"},"status":"pass"}"#)
      database.append("cannot connect")
      let failing = try await server.ask("GET", "/readyz")
      #expect(failing.status == 503)
      #expect(failing.text == #"{"checks":{"database":"cannot connect","log":"pass"},"status":"fail"}"#)
      let alive = try await server.ask("GET", "/livez")
      #expect(alive.status == 200)
    }
  }

  @Test func `does not wait for a check that hangs`() async throws {
    let gate = Gate()
    var checks = HealthChecks(timeout: .milliseconds(20))
    checks.require("stuck") {
      await gate.pass()
      return nil
    }
    try await withServer {
      checks.addRoutes(to: &$0)
    } _: { server in
      let response = try await server.ask("GET", "/readyz")
      #expect(response.status == 503)
      #expect(response.text.contains("no answer within 20 ms"))
    }
    gate.open()
  }
}
