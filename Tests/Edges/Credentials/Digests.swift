import Testing

@testable import Credentials

@Suite("Digests") struct Digests {
  /// FIPS 180-4 example "abc", and the digest of nothing.
  @Test func `SHA-256 is the standard's`() {
    #expect(
      Digest.sha256(Array("abc".utf8)) == bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    #expect(Digest.sha256([]) == bytes("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
  }

  /// RFC 4231, test cases 1 and 2.
  @Test func `HMAC is the RFC's`() {
    #expect(
      Digest.hmacSHA256(key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8))
        == bytes("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"))
    #expect(
      Digest.hmacSHA256(key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8))
        == bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
  }

  @Test func `an empty key is a key`() {
    #expect(Digest.hmacSHA256(key: [], message: [1]).count == Digest.byteCount)
    #expect(Digest.hmacSHA256(key: [], message: [1]) != Digest.sha256([1]))
  }
}
