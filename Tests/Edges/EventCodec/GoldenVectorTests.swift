import Foundation
import Ports
import Testing

@Suite struct `Golden vectors` {
  @Test func `every message has at least two, and none is lost`() {
    for message in MessageKind.allCases {
      #expect(GoldenVector.published.count { $0.message == message } >= 2, "\(message.rawValue)")
    }
    #expect(GoldenVector.published.count == GoldenVector.files(in: "v1").count)
    #expect(GoldenVector.rejected.count == GoldenVector.files(in: "Rejected").count)
  }

  @Test(arguments: GoldenVector.published)
  func `come back byte for byte`(vector: GoldenVector) throws {
    #expect(try vector.message.canonical(vector.bytes) == vector.bytes)
  }

  @Test(arguments: GoldenVector.rejected)
  func `of the rejected kind give the fault in their name`(vector: GoldenVector, fault: String) {
    let found = #expect(throws: DecodingFault.self) { try vector.message.canonical(vector.bytes) }
    switch found {
    case .malformed: #expect(fault == "malformed")
    case .invalid(let field): #expect(fault == "invalid.\(field)")
    case .tooLarge(let bytes, let limit):
      #expect(fault == "tooLarge" && bytes == vector.bytes.count && limit == vector.message.limit)
    case nil: break
    }
  }

  @Test(.enabled(if: Tool.protoc.isInstalled, "protoc makes them (apt install protobuf-compiler)"))
  func `are what protoc makes of their sources`() throws {
    _ = try Tool.run("/usr/bin/env", ["bash", GoldenVector.folder.appending(path: "make").path, "--check"])
  }

  @Test(.enabled(if: Tool.protocC.isInstalled, "protoc-c writes it (apt install protobuf-c-compiler)"))
  func `and the generated C belong to the schemas as they are`() throws {
    let script = GoldenVector.package.appending(path: "schemas/generate").path
    _ = try Tool.run("/usr/bin/env", ["bash", script, "--check"])
  }
}
