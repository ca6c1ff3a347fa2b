import Core
import Foundation
import Ports
import TestSupport
import Testing

@testable import Sealing

@Suite("Sealing a clip") struct SealingClips {
  /// A line of `Tests/Vectors/ChunkedEncryption`, which says where they come from.
  struct Vector: CustomTestStringConvertible {
    var testDescription: String
    var succeeds: Bool
    var key, context: [UInt8]
    var derivedKey, baseNonce, payloadDigest: [UInt8]
    var ciphertext: [UInt8]
  }

  private static func lines(_ file: String) -> [[String]] {
    let path = BuiltProgram.packageRoot + "/Tests/Vectors/ChunkedEncryption/" + file
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  static let vectors: [Vector] = {
    lines("aes-256-gcm-sha-256.txt").map { fields in
      func field(_ index: Int) -> [UInt8] {
        fields[index].split(separator: " ").filter { $0 != "-" }.flatMap { piece -> [UInt8] in
          piece.hasPrefix("z") ? [UInt8](repeating: 0, count: Int(piece.dropFirst()) ?? 0) : bytes(String(piece))
        }
      }
      return Vector(
        testDescription: fields[0], succeeds: fields[1] == "success", key: field(2), context: field(3),
        derivedKey: field(4), baseNonce: field(5), payloadDigest: field(6), ciphertext: field(7))
    }
  }()

  /// All of a finished object, as a reader of the whole would.
  private func open(
    _ object: [UInt8], key: ClipKey, context: [UInt8], hash: ChunkKeys.Hash = .sha512
  ) throws -> [UInt8] {
    let header = Array(object.prefix(Int(SealedClipLayout.headerByteCount)))
    let opener = try ChunkOpener(key, header: header, context: context, hash: hash)
    guard let byteCount = SealedClipLayout.byteCount(ofSealed: Int64(object.count)) else { throw IdentityFault.altered }
    var plaintext: [UInt8] = []
    for chunk in 0...byteCount / SealedClipLayout.chunkByteCount {
      let range = SealedClipLayout.sealedRange(of: chunk..<chunk + 1, in: Int64(object.count))
      plaintext += try opener.open(chunk: chunk, object.span.extracting(Int(range.lowerBound)..<Int(range.upperBound)))
    }
    return plaintext
  }

  private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  @Test func `the published vectors are here`() {
    #expect(Self.vectors.count == 33)
    #expect(Self.vectors.filter(\.succeeds).count == 9)
  }

  @Test(arguments: vectors) func `the published vectors hold`(vector: Vector) throws {
    guard vector.succeeds else {
      #expect(throws: (any Error).self) {
        try open(vector.ciphertext, key: ClipKey(bytes: vector.key), context: vector.context, hash: .sha256)
      }
      return
    }
    let key = try ClipKey(bytes: vector.key)
    let salt = Array(vector.ciphertext.prefix(24))
    let keys = ChunkKeys(key.secret, salt: salt, context: vector.context, hash: .sha256)
    #expect(keys.key.copy == vector.derivedKey)
    #expect(keys.baseNonce == vector.baseNonce)
    let plaintext = try open(vector.ciphertext, key: key, context: vector.context, hash: .sha256)
    let digest = MessageDigest(.sha256)
    digest.update(plaintext.span)
    #expect(digest.value == vector.payloadDigest)
    let sealer = ChunkSealer(key, salt: salt, context: vector.context, hash: .sha256)
    #expect(sealer.header + sealer.seal(plaintext.span) + sealer.finish() == vector.ciphertext)
  }

  @Test func `objects are those of another implementation, byte for byte`() throws {
    let objects = Self.lines("cobblestone-256.txt")
    #expect(objects.count == 8)
    for fields in objects {
      let (key, header, count) = (bytes(fields[0]), bytes(fields[2]), try #require(Int(fields[3])))
      let context = fields[1] == "-" ? [] : bytes(fields[1])
      let clip = (0..<count).map { UInt8(truncatingIfNeeded: 31 &* $0 &+ 1) }
      let sealer = ChunkSealer(try ClipKey(bytes: key), salt: Array(header.prefix(24)), context: context)
      let object = sealer.header + sealer.seal(clip.span) + sealer.finish()
      let digest = MessageDigest(.sha256)
      digest.update(object.span)
      #expect(sealer.header == header)
      #expect(digest.value == bytes(fields[4]), "\(count) bytes")
    }
  }

  @Test(arguments: 0..<8) func `stopped anywhere and resumed, the object is the same`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (key, context) = (try ClipKey.generate(), Array("clip 7".utf8))
    let plaintext = noise(Int.random(in: 0...200_000, using: &generator), seed: seed)
    let first = try ChunkSealer(key, context: context)
    var sealer = first
    var object = first.header
    var position = 0
    while position < plaintext.count {
      let count = min(Int.random(in: 1...40_000, using: &generator), plaintext.count - position)
      object += sealer.seal(plaintext.span.extracting(position..<position + count))
      position += count
      #expect(sealer.byteCount == Int64(position))
      #expect(Int64(object.count) == SealedClipLayout.sealedByteCount(chunks: sealer.chunks))
      let progress = SealingProgress(header: first.header, chunks: sealer.chunks, sealedTail: try sealer.sealTail())
      sealer = try ChunkSealer(key, context: context, resuming: progress)
    }
    object += sealer.finish()
    let whole = ChunkSealer(key, salt: Array(first.header.prefix(24)), context: context)
    #expect(object == whole.header + whole.seal(plaintext.span) + whole.finish())
    #expect(Int64(object.count) == SealedClipLayout.sealedByteCount(ofClip: Int64(plaintext.count)))
    #expect(try open(object, key: key, context: context) == plaintext)
  }

  @Test func `a tail opens behind its chunks only, and each sealing of it differs`() throws {
    let (key, other) = (try ClipKey.generate(), try ClipKey.generate())
    let sealer = try ChunkSealer(key, context: [1])
    _ = sealer.seal(noise(20_000, seed: 1).span)
    let tail = try sealer.sealTail()
    #expect(try sealer.sealTail() != tail)
    let opener = try ChunkOpener(key, header: sealer.header, context: [1])
    #expect(try opener.open(tail: tail, behind: 1) == Array(noise(20_000, seed: 1)[16_384...]))
    #expect(throws: IdentityFault.altered) { try opener.open(tail: tail, behind: 2) }
    #expect(throws: SealingError.notAuthentic(operation: "open clip")) {
      try ChunkSealer(
        other, context: [1], resuming: SealingProgress(header: sealer.header, chunks: 1, sealedTail: tail))
    }
    let bare = noise(20_000, seed: 1)[16_384...]
    #expect(!tail.indices.contains { tail[$0...].starts(with: bare.prefix(16)) })
  }

  @Test func `a key opens by its driver and for its clip only`() throws {
    let (driver, key) = (try DriverKey.generate(), try ClipKey.generate())
    let wrapped = try key.wrapped(by: driver, clip: [7])
    #expect(wrapped.count == ClipKey.wrappedByteCount)
    #expect(try ClipKey(unwrapping: wrapped, by: driver, clip: [7]).secret.copy == key.secret.copy)
    let refused = SealingError.notAuthentic(operation: "unwrap clip key")
    #expect(throws: refused) { try ClipKey(unwrapping: wrapped, by: driver, clip: [8]) }
    #expect(throws: refused) { try ClipKey(unwrapping: wrapped, by: .generate(), clip: [7]) }
    #expect(throws: SealingError.wrongLength(operation: "unwrap clip key", expected: "61", actual: 60)) {
      try ClipKey(unwrapping: Array(wrapped.dropLast()), by: driver, clip: [7])
    }
  }

  /// FIPS 180-4, examples of SHA-1 and SHA-256 of "abc" (csrc.nist.gov, Cryptographic Standards and Guidelines).
  @Test func `digests are those of the standard, also in pieces`() {
    for (algorithm, expected) in [
      (DigestAlgorithm.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ] {
      let digest = MessageDigest(algorithm)
      digest.update(Array("a".utf8).span)
      _ = digest.value
      digest.update(Array("bc".utf8).span)
      #expect(digest.value == bytes(expected))
    }
  }
}
