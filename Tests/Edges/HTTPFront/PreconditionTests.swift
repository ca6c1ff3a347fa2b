import HTTPFront
import Testing

@Suite("A conditional request")
struct PreconditionTests {
  private static let tag = EntityTag("v7")

  private func build(_ router: inout Router) {
    for method in [HTTPMethod.get, .put] {
      router.on(method, "/thing") { request in
        Response.conditional(request, tag: Self.tag, cacheControl: "max-age=5") { .text("the thing") }
      }
    }
  }

  @Test(arguments: [
    ("GET", "If-None-Match", "\"v7\"", 304), ("GET", "If-None-Match", "W/\"v7\"", 304),
    ("GET", "If-None-Match", "\"v6\", \"a,b\" , \"v7\"", 304), ("GET", "If-None-Match", "*", 304),
    ("HEAD", "If-None-Match", "\"v7\"", 304), ("GET", "If-None-Match", "\"v6\"", 200),
    ("GET", "If-None-Match", "v7", 200), ("PUT", "If-None-Match", "*", 412),
    ("PUT", "If-Match", "\"v7\"", 200), ("PUT", "If-Match", "*", 200), ("PUT", "If-Match", "\"v6\"", 412),
    ("PUT", "If-Match", "W/\"v7\"", 412), ("GET", "If-Match", "\"v6\"", 412), ("PUT", "If-Match", "\"", 412),
  ])
  func `is answered as RFC 9110 says`(method: String, field: String, value: String, status: Int) async throws {
    try await withServer(HTTPServerConfiguration(), build) { server in
      let response = try await server.ask(method, "/thing", [field: value])
      #expect(response.status == status)
      #expect(response.body.isEmpty == (status == 304 || method == "HEAD"))
      if status == 304 || (status == 200 && method == "GET") {
        #expect(response["ETag"] == "\"v7\"")
        #expect(response["Cache-Control"] == "max-age=5")
      }
      if status == 412 { #expect(response.problem?["status"] == "412") }
    }
  }

  @Test func `has a tag that changes with a single byte`() {
    let content = Array("a page of hazards".utf8)
    var tags: Set<EntityTag> = [EntityTag(of: content)]
    for index in content.indices {
      var changed = content
      changed[index] ^= 1
      tags.insert(EntityTag(of: changed))
    }
    #expect(tags.count == content.count + 1)
    #expect(EntityTag(of: content) == EntityTag(of: content))
    #expect(!EntityTag(of: content).isWeak)
  }
}
