internal import Foundation

/// An answer as it came over the wire.
struct WireResponse: Sendable {
  var status: Int
  var fields: [(name: String, value: String)]
  var body: [UInt8] = []

  init(head: String) throws {
    let lines = head.components(separatedBy: "\r\n")
    let parts = lines[0].split(separator: " ")
    guard parts.count >= 2, parts[0] == "HTTP/1.1", let status = Int(parts[1]) else {
      throw WireClient.Failure(description: "not a status line: \(lines[0])")
    }
    self.status = status
    fields = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
  }

  subscript(name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The members of a problem document, or nil where it is none.
  var problem: [String: String]? {
    guard self["Content-Type"] == "application/problem+json",
      let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    else { return nil }
    return object.mapValues { "\($0)" }
  }
}
