/// Why a server could not start.
public struct HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// "listen on 127.0.0.1 port 8080"
  public let operation: String
  /// The system's own words.
  public let reason: String
  /// What a person can do.
  public let hint: String

  public var description: String { "\(operation): \(reason) (\(hint))" }
}
