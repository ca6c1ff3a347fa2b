import Testing

@testable import Credentials

@Suite("A device's signing key") struct DeviceKeys {
  /// RFC 8032, 7.1, test 2.
  private let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")

  @Test func `signs as RFC 8032 does`() throws {
    let key = try DeviceKey(rawPrivate: seed)
    #expect(key.publicKey == bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    let signature = bytes(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    #expect(key.sign([0x72]) == signature)
    #expect(DeviceKey.verify(signature: signature, message: [0x72], publicKey: key.publicKey))
    #expect(key.rawPrivate == seed)
  }

  @Test func `a flipped bit in signature, message or key is refused`() throws {
    let key = try DeviceKey(rawPrivate: seed)
    let message = Array("upload 17".utf8)
    let signature = key.sign(message)
    func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
      var copy = bytes
      copy[bit / 8] ^= 1 << UInt8(bit % 8)
      return copy
    }
    for bit in 0..<signature.count * 8 {
      #expect(!DeviceKey.verify(signature: flipped(signature, bit), message: message, publicKey: key.publicKey))
    }
    for bit in 0..<message.count * 8 {
      #expect(!DeviceKey.verify(signature: signature, message: flipped(message, bit), publicKey: key.publicKey))
    }
    for bit in 0..<key.publicKey.count * 8 {
      #expect(!DeviceKey.verify(signature: signature, message: message, publicKey: flipped(key.publicKey, bit)))
    }
  }

  @Test func `an empty message is signed, wrong lengths are refused`() throws {
    let key = try DeviceKey.generate()
    let signature = key.sign([])
    #expect(signature.count == 64 && key.publicKey.count == 32)
    #expect(DeviceKey.verify(signature: signature, message: [], publicKey: key.publicKey))
    #expect(!DeviceKey.verify(signature: Array(signature.dropLast()), message: [], publicKey: key.publicKey))
    #expect(!DeviceKey.verify(signature: signature, message: [], publicKey: []))
    #expect(throws: CredentialError.wrongLength(.deviceKey, expected: 32, actual: 31)) {
      try DeviceKey(rawPrivate: Array(seed.dropLast()))
    }
  }
}
