import Testing

@testable import Credentials

@Suite("Hashing to the curve") struct HashToCurveVectors {
  @Test(.enabled(if: SharedVectors.arePresent, "\(SharedVectors.reason)"))
  func `agrees with every vector of RFC 9380`() throws {
    let file = try SharedVectors.hashToCurve()
    try #require(file.vectors.count == 5)
    let tag = Array(file.dst.utf8)
    let workspace = Workspace()
    for vector in file.vectors {
      let message = Array(vector.message.utf8)
      let uniform = ExpandedMessage.bytes(message, tag: tag, count: 96)
      let u = [FieldElement(reducing48: uniform[..<48]), FieldElement(reducing48: uniform[48...])]
      #expect(u.map(\.bytes) == vector.fieldElements.map { bytes($0) })
      for (element, point) in zip(u, [vector.first, vector.second]) {
        let (x, y) = SimplifiedSWU.coordinates(element)
        #expect([x.bytes, y.bytes] == [bytes(point.x), bytes(point.y)])
      }
      let compressed = HashToGroup.element(message, tag: tag, workspace).compressed(workspace)
      let sign: UInt8 = bytes(vector.sum.y)[31] & 1 == 1 ? 3 : 2
      #expect(compressed == [sign] + bytes(vector.sum.x))
    }
  }

  /// RFC 9380, J.1.1, message "abc": x, and 2 because y (5c41…6e) is even.
  @Test func `agrees with the vector of abc`() {
    let tag = Array("QUUX-V01-CS02-with-P256_XMD:SHA-256_SSWU_RO_".utf8)
    let workspace = Workspace()
    let compressed = HashToGroup.element(Array("abc".utf8), tag: tag, workspace).compressed(workspace)
    #expect(compressed == [2] + bytes("0bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f"))
  }

  /// RFC 9380, K.1, SHA-256, 0x20 bytes of the empty message.
  @Test func `expands the empty message as the RFC does`() {
    let tag = Array("QUUX-V01-CS02-with-expander-SHA256-128".utf8)
    #expect(
      ExpandedMessage.bytes([], tag: tag, count: 32)
        == bytes("68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"))
  }
}
