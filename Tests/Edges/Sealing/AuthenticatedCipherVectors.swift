import Testing

@testable import Sealing

/// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B (submitted to NIST): test cases 13, 14 and 16.
@Suite("AES-256-GCM") struct AuthenticatedCipherVectors {
  struct Vector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let key, nonce, plaintext, associatedData, ciphertext, tag: String
  }

  static let vectors = [
    Vector(
      testDescription: "13: nothing", key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
      plaintext: "", associatedData: "", ciphertext: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      testDescription: "14: a block", key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
      plaintext: String(repeating: "0", count: 32), associatedData: "",
      ciphertext: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      testDescription: "16: with associated data",
      key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888",
      plaintext: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
      associatedData: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      ciphertext: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test(arguments: vectors) func `agrees with the authors' vectors`(vector: Vector) {
    let key = SecretBytes(copying: bytes(vector.key))
    let sealed = AuthenticatedCipher.encrypt(
      bytes(vector.plaintext), key: key, nonce: bytes(vector.nonce), associatedData: bytes(vector.associatedData))
    #expect(sealed == bytes(vector.ciphertext) + bytes(vector.tag))
    #expect(
      AuthenticatedCipher.decrypt(
        sealed[...], key: key, nonce: bytes(vector.nonce), associatedData: bytes(vector.associatedData))
        == bytes(vector.plaintext))
  }

  /// RFC 5869, A.1: the first block of the output.
  @Test func `expands a key as RFC 5869 does`() {
    let key = SecretBytes(copying: bytes("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"))
    #expect(
      KeyDerivation.expand(key, info: bytes("f0f1f2f3f4f5f6f7f8f9")).copy
        == bytes("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"))
  }
}
