internal import Foundation
internal import Ports

/// Where a password comes from. It is read each time a client is made, so a rotated one is picked up.
public enum KafkaSecret: Hashable, Sendable, CustomStringConvertible {
  /// The file's text, without the line end.
  case file(String)
  /// The variable of the process's environment.
  case environment(String)
  case literal(String)

  /// Never the secret itself: it would end up in a log.
  public var description: String {
    switch self {
    case .file(let path): "file \(path)"
    case .environment(let name): "environment variable \(name)"
    case .literal: "literal"
    }
  }

  /// Largest secret file that is read, in bytes.
  static let fileBytesMax = 65_536

  func read(for purpose: String) throws(LogError) -> String {
    switch self {
    case .literal(let text): return text
    case .environment(let name):
      guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else {
        throw LogError(
          .misconfigured, operation: "reading the \(purpose)", reason: "environment variable \(name) is not set",
          hint: "set it, or name another source")
      }
      return text
    case .file(let path):
      guard let file = FileHandle(forReadingAtPath: path),
        let bytes = try? file.read(upToCount: Self.fileBytesMax), let text = String(bytes: bytes, encoding: .utf8)
      else {
        throw LogError(
          .misconfigured, operation: "reading the \(purpose)", reason: "\(path) cannot be read as text",
          hint: "it must exist, be readable by this user and hold only the secret")
      }
      return text.trimmingCharacters(in: .newlines)
    }
  }
}
