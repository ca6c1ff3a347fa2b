/// `expand_message_xmd` with SHA-256 (RFC 9380, 5.3.1).
enum ExpandedMessage {
  private static let blockCount = 64
  private static let digestCount = 32
  /// More output than this needs a counter of two bytes, which the RFC does not have.
  static let maximumCount = 255 * digestCount

  /// `tag` is the domain separation tag, 1 to 255 bytes.
  static func bytes(_ message: [UInt8], tag: [UInt8], count: Int) -> [UInt8] {
    precondition((1...255).contains(tag.count) && (1...maximumCount).contains(count))
    let suffix = tag + [UInt8(tag.count)]
    let length = [UInt8(count >> 8), UInt8(count & 0xff)]
    let start = Digest.sha256([UInt8](repeating: 0, count: blockCount) + message + length + [0] + suffix)
    var block = Digest.sha256(start + [1] + suffix)
    var output = block
    var counter: UInt8 = 1
    while output.count < count {
      counter += 1  // at most 255, by the precondition
      block = Digest.sha256(zip(start, block).map { $0 ^ $1 } + [counter] + suffix)
      output += block
    }
    return Array(output.prefix(count))
  }
}
