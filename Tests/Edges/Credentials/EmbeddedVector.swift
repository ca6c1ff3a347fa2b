import Testing

@testable import Credentials

/// Numbers of draft-yun-cfrg-arc-01 (Test Vectors, ARCV1-P256), so that something is checked without the shared folder.
@Suite("A few numbers of draft-yun-cfrg-arc-01") struct EmbeddedVector {
  private let secret =
    "3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364"
    + "f9db001266677f62c095021db018cd8cbb55941d4073698ce45c405d1348b7b1"
    + "350e8040f828bf6ceca27405420cdf3d63cb3aef005f40ba51943c8026877963"
    + "fd293126bb49a6d793cd77d7db960f5692fec3b7ec07602c60cd32aee595dffd"
  private let tag = "031a774fd87a8f18f6420bea43cf5425e7426eec8ba7b8df5c13dc05f10ec652d9"
  /// Presentation1 without its proof.
  private let points =
    "032704f22133d2ec70f9e6f4bbf64c582220b666f2e2c1d37c3f8995a2a5568c7e"
    + "03533cf1b2fd53a0716e02425eb42e4c55835aa6b2992d364cba70810d0f8aeb51"
    + "03e412408579105213ed10b6447c85bcd672ba73ecae1e21c463d0df4ef7beb814"
  private let proof =
    "a558da5f17c04adcb0898827aaded14be1dc612dcd12b0579c11bb387ce9ae4b"
    + "7dbcb3bbe413caaaf754d99e5a342abb7e0041458d670f4b58eda37e745a6752"
    + "95d7a7b86248141d6547b53d793e5c77896ec4dc8dd438ab66d9c8b43ef6b060"
    + "938a1ca793057b154970ebc3c7ec3a23134e0852d0041f9098ce77311e5b5eca"
    + "0000000000000000000000000000000000000000000000000000000000000004"

  @Test func `the draft's first presentation verifies and gives the draft's tag`() throws {
    let key = try ServerKey(serialized: bytes(secret))
    let presentation = bytes(points + tag + proof)
    let requestContext = Array("test request context".utf8)
    let context = Array("test presentation context".utf8)
    let verified = try key.verify(
      presentation, requestContext: requestContext, presentationContext: context, nonce: 0, limit: 2)
    #expect(verified.bytes == bytes(tag))
    #expect(throws: CredentialError.invalidProof(.presentation)) {
      try key.verify(presentation, requestContext: requestContext, presentationContext: context, nonce: 1, limit: 2)
    }
    // A camera's public view of the key: X0 starts so in the draft.
    #expect(key.publicKey.serialized.prefix(5) == bytes("0232b5e93d")[...])
  }
}
