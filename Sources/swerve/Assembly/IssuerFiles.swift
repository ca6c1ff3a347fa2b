import Core
import Credentials

/// Secrets on disk: hexadecimal text, for their owner's eyes only.
enum IssuerFiles {
  static func secret(_ path: String) throws(CommandFailure) -> IssuerSecret {
    let text = String(decoding: try Files.read(path, limit: 4_096), as: UTF8.self)
    let digits = text.filter { !$0.isWhitespace }
    guard let bytes = Hexadecimal.decode(digits), let secret = IssuerSecret(bytes: bytes) else {
      throw CommandFailure(
        .data, "\(path) holds no issuer's secret: 64 hexadecimal digits; swerve issuer keygen makes one")
    }
    return secret
  }

  static func write(_ secret: IssuerSecret, to path: String) throws(CommandFailure) {
    let text = Hexadecimal.encode(secret.serialized) + "\n"
    try Files.write(Array(text.utf8), to: path, secret: true, replacing: false)
  }
}
