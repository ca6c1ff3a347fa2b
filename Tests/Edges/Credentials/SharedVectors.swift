import Foundation

/// The published test vectors, which live beside the project and not in it.
enum SharedVectors {
  static let reason: String = "needs the vectors in data/arc of the shared folder (SWERVE_SHARED, or ../shared)"

  static var arePresent: Bool { bytes("arc-p256.json") != nil && bytes("hash-to-curve-p256.json") != nil }

  static func bytes(_ name: String) -> Data? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared =
      ProcessInfo.processInfo.environment["SWERVE_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared")
    return try? Data(contentsOf: shared.appendingPathComponent("data/arc/\(name)"))
  }

  /// Section → field → value, of draft-yun-cfrg-arc-01.
  static func arc() throws -> [String: [String: String]] {
    let file = try JSONDecoder().decode(
      [String: [String: [String: String]]].self, from: bytes("arc-p256.json") ?? Data())
    return file["ARCV1-P256"] ?? [:]
  }

  struct HashToCurve: Decodable {
    struct Vector: Decodable {
      struct Point: Decodable {
        let x: String
        let y: String
      }
      let sum, first, second: Point
      let message: String
      let fieldElements: [String]

      enum CodingKeys: String, CodingKey {
        case sum = "P"
        case first = "Q0"
        case second = "Q1"
        case message = "msg"
        case fieldElements = "u"
      }
    }
    let dst: String
    let vectors: [Vector]
  }

  static func hashToCurve() throws -> HashToCurve {
    try JSONDecoder().decode(HashToCurve.self, from: bytes("hash-to-curve-p256.json") ?? Data())
  }
}
