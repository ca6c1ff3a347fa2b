/// A request method: a case-sensitive token (RFC 9110, section 9).
public struct HTTPMethod: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let get = HTTPMethod(rawValue: "GET")
  public static let head = HTTPMethod(rawValue: "HEAD")
  public static let post = HTTPMethod(rawValue: "POST")
  public static let put = HTTPMethod(rawValue: "PUT")
  public static let patch = HTTPMethod(rawValue: "PATCH")
  public static let delete = HTTPMethod(rawValue: "DELETE")
  public static let options = HTTPMethod(rawValue: "OPTIONS")

  /// Methods that promise to change nothing (RFC 9110, section 9.2.1).
  public var isSafe: Bool { self == .get || self == .head || self == .options || rawValue == "TRACE" }

  public var description: String { rawValue }

  /// The method as the access log may name it: a method nobody registered is text of the client's own.
  var nameForLogs: String { Self.known.contains(self) ? rawValue : "OTHER" }

  private static let known: Set<HTTPMethod> = [.get, .head, .post, .put, .patch, .delete, .options]
}
