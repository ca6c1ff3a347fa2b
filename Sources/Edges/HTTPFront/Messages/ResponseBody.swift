/// The content of an answer.
public struct ResponseBody: Sendable {
  enum Content: Sendable {
    case empty
    case bytes([UInt8])
    case file(FileContent)
    case made(MadeContent)
    case stream(StreamBody)
  }

  let content: Content

  public static let empty = ResponseBody(content: .empty)

  public static func bytes(_ bytes: [UInt8]) -> ResponseBody { ResponseBody(content: .bytes(bytes)) }

  /// Sent by the kernel from the file; it is never in this process's memory.
  public static func file(_ file: FileContent) -> ResponseBody { ResponseBody(content: .file(file)) }

  /// Made piece by piece while it is sent.
  public static func made(_ content: MadeContent) -> ResponseBody { ResponseBody(content: .made(content)) }

  /// Bytes of the content; nil for a stream, which has no end.
  public var count: Int64? {
    switch content {
    case .empty: 0
    case .bytes(let bytes): Int64(bytes.count)
    case .file(let file): file.range.upperBound - file.range.lowerBound
    case .made(let content): content.count
    case .stream: nil
    }
  }
}
