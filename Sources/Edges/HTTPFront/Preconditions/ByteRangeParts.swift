/// Several ranges of one content as one message, `multipart/byteranges` (RFC 9110, section 14.6; RFC 2046, section 5.1).
struct ByteRangeParts: Sendable {
  private enum Section {
    case text([UInt8])
    case content(Range<Int64>)

    var count: Int64 {
      switch self {
      case .text(let bytes): Int64(bytes.count)
      case .content(let range): range.upperBound - range.lowerBound
      }
    }
  }

  private let sections: [Section]
  let contentType: String
  /// Bytes in all.
  let count: Int64

  /// - Parameter contentType: of the whole.
  init(_ ranges: [Range<Int64>], size: Int64, contentType: String?) {
    // It may stand in the content by chance of 2⁻¹²⁸, and harms only a client that does not count.
    let boundary = "swerve-\(UInt64.random(in: 0...UInt64.max))-\(UInt64.random(in: 0...UInt64.max))"
    var sections: [Section] = []
    for (index, range) in ranges.enumerated() {
      let type = contentType.map { "Content-Type: \($0)\r\n" } ?? ""
      let head = "\(index == 0 ? "" : "\r\n")--\(boundary)\r\n\(type)Content-Range: "
      sections.append(.text(Array((head + Response.contentRange(range, size: size) + "\r\n\r\n").utf8)))
      sections.append(.content(range))
    }
    sections.append(.text(Array("\r\n--\(boundary)--\r\n".utf8)))
    self.sections = sections
    self.contentType = "multipart/byteranges; boundary=\(boundary)"
    count = sections.reduce(0) { $0 + $1.count }
  }

  /// At least one byte of the message from `offset` on, at most `limit`.
  func bytes(
    _ offset: Int64, _ limit: Int, _ read: (_ offset: Int64, _ limit: Int) throws -> [UInt8]
  ) throws -> [UInt8] {
    var start: Int64 = 0
    for section in sections {
      let within = offset - start
      if within < section.count {
        let count = Int(min(Int64(limit), section.count - within))
        return switch section {
        case .text(let bytes): Array(bytes[Int(within)..<Int(within) + count])
        case .content(let range): try read(range.lowerBound + within, count)
        }
      }
      start += section.count
    }
    return []
  }
}
