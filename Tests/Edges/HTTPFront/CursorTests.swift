import HTTPFront
import Testing

@Suite("A cursor")
struct CursorTests {
  @Test(arguments: [0, 1, 2, 3, 31, 256])
  func `gives back what was put in`(count: Int) throws {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let text = Cursor(payload: payload).text
    #expect(try Cursor(text: text).payload == payload)
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    #expect(alphabet.isSuperset(of: text.utf8))
  }

  @Test func `refuses every text that differs in one character, is cut or is padded`() throws {
    let text = Cursor(payload: Array("offset 4711".utf8)).text
    for index in text.indices {
      for other in ["A", "z", "-", "=", "é", " "] where other != String(text[index]) {
        var changed = text
        changed.replaceSubrange(index...index, with: other)
        #expect(throws: CursorError.self) { try Cursor(text: changed) }
      }
      #expect(throws: CursorError.self) { try Cursor(text: String(text[..<index])) }
    }
    #expect(throws: CursorError.self) { try Cursor(text: text + "=") }
    #expect(throws: CursorError.self) { try Cursor(text: String(repeating: "A", count: 100_000)) }
  }

  @Test(arguments: 0..<200)
  func `refuses random text`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0x20...0x7e, using: &random) }
    #expect(throws: CursorError.self) { try Cursor(text: String(decoding: bytes, as: UTF8.self)) }
  }

  @Test func `that is garbage is a 400 problem`() async throws {
    try await withServer { router in
      router.get("/list") { request in
        let cursor = try request.query["cursor"].map { text throws(CursorError) in try Cursor(text: text) }
        return .text("\(cursor?.payload.count ?? -1)")
      }
    } _: { server in
      let response = try await server.ask("GET", "/list?cursor=nonsense")
      #expect(response.status == 400)
      #expect(response.problem?["detail"]?.contains("first page") == true)
      let good = try await server.ask("GET", "/list?cursor=\(Cursor(payload: [1, 2, 3]).text)")
      #expect(good.text == "3")
    }
  }
}
