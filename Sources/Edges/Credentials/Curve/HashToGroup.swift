internal import COpenSSL

/// Bytes to a point or a scalar, as RFC 9380 and the draft's ciphersuite say: P256_XMD:SHA-256_SSWU_RO_, L = 48.
enum HashToGroup {
  /// The draft's name of the ciphersuite: every use of a hash is separated by it.
  static let suite = "ARCV1-P256"
  /// L of RFC 9380, 5.1: bytes for one number, 128 bits more than the modulus has.
  static let bytesPerNumber = 48

  static func tag(_ info: String) -> [UInt8] { Array("HashToGroup-\(suite)\(info)".utf8) }

  static func element(_ message: [UInt8], tag: [UInt8], _ workspace: Workspace) -> Element {
    let uniform = ExpandedMessage.bytes(message, tag: tag, count: 2 * bytesPerNumber)
    let first = SimplifiedSWU.element(FieldElement(reducing48: uniform.prefix(bytesPerNumber)), workspace)
    let second = SimplifiedSWU.element(FieldElement(reducing48: uniform.dropFirst(bytesPerNumber)), workspace)
    return first.plus(second, workspace)
  }

  static func scalar(_ message: [UInt8], info: String, _ workspace: Workspace) -> Scalar {
    let tag = Array("HashToScalar-\(suite)\(info)".utf8)
    return Scalar(reducing: ExpandedMessage.bytes(message, tag: tag, count: bytesPerNumber), workspace)
  }
}
