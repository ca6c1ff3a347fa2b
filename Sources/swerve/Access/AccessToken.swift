import Core
import Credentials

/// A secret that opens something: 256 random bits, shown once as text, kept as their SHA-256. So long a secret cannot be
/// guessed, so its hash needs neither salt nor slowness.
struct AccessToken: Sendable {
  /// What a text begins with, so that one finds a leaked key in a repository, and none is taken for another.
  enum Kind: String, Sendable {
    case link = "swl_"
    case session = "sws_"
    case insurer = "swi_"
  }

  static let byteCount = 32

  let text: String
  let hash: [UInt8]

  init(_ kind: Kind, using generator: inout some RandomNumberGenerator) {
    let bytes = (0..<Self.byteCount / 8).flatMap { _ in
      let word: UInt64 = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
    text = kind.rawValue + Hexadecimal.encode(bytes)
    hash = Digest.sha256(Array(text.utf8))
  }

  /// Nil for what is no token of the kind; whether it opens anything is for the store to say.
  init?(_ kind: Kind, text: String) {
    guard text.utf8.count == kind.rawValue.utf8.count + 2 * Self.byteCount, text.hasPrefix(kind.rawValue) else {
      return nil
    }
    self.text = text
    hash = Digest.sha256(Array(text.utf8))
  }
}
