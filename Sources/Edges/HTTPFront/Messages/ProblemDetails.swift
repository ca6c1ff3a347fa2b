internal import FoundationEssentials

/// An error as a client reads it: `application/problem+json` (RFC 9457). A handler may throw it.
public struct ProblemDetails: Error, Hashable, Sendable {
  /// A URI that names the kind of problem; "about:blank" means that the status says it all.
  public var type: String
  public var title: String
  public var status: HTTPStatus
  /// What this one request should do differently. Never a place, an alias or a payload: it is shown and logged.
  public var detail: String?
  /// A URI reference of this one occurrence.
  public var instance: String?
  /// Members of the problem type's own.
  public var extensions: [String: Member]
  /// Fields the answer carries beside the content, such as `Allow` or `Retry-After`.
  public var headers: [String: String]

  public enum Member: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case list([String])
  }

  public init(
    _ status: HTTPStatus, type: String = "about:blank", title: String? = nil, detail: String? = nil,
    instance: String? = nil, extensions: [String: Member] = [:], headers: [String: String] = [:]
  ) {
    self.type = type
    self.title = title ?? status.reasonPhrase ?? "Status \(status.code)"
    self.status = status
    self.detail = detail
    self.instance = instance
    self.extensions = extensions
    self.headers = headers
  }

  public var response: Response {
    var fields: HTTPHeaders = ["Content-Type": "application/problem+json", "Cache-Control": "no-store"]
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields[name] = value }
    return Response(status, headers: fields, body: .bytes(content))
  }

  /// The JSON text, keys sorted.
  var content: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and integers only: nothing in it that JSON cannot say.
    return (try? encoder.encode(self)).map { Array($0) } ?? Array("{}".utf8)
  }
}

extension ProblemDetails: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, member) in extensions {
      switch member {
      case .text(let text): try container.encode(text, forKey: Key(name))
      case .integer(let number): try container.encode(number, forKey: Key(name))
      case .list(let items): try container.encode(items, forKey: Key(name))
      }
    }
    // The standard members come last: an extension cannot take their place.
    try container.encode(type, forKey: Key("type"))
    try container.encode(title, forKey: Key("title"))
    try container.encode(status.code, forKey: Key("status"))
    try container.encodeIfPresent(detail, forKey: Key("detail"))
    try container.encodeIfPresent(instance, forKey: Key("instance"))
  }
}
