/// Holds a value against a JSON Schema (draft 2020-12), as far as our documents use it: `$ref` within the document,
/// `type`, `required`, `properties`, `additionalProperties`, `items`, `enum`, `const`, `pattern`, `minimum`, `maximum`,
/// `minItems`, `maxItems`. A keyword that it does not know is a fault, so that nothing passes unchecked.
public struct SchemaCheck {
  /// Say something to people, nothing to the check.
  private static let remarks: Set<String> = ["description", "title", "example", "examples", "format", "default"]

  private let document: JSONValue

  /// - Parameter document: where `$ref` leads (`#/components/schemas/…`).
  public init(document: JSONValue) { self.document = document }

  /// What is wrong with the value, each fault with its place; empty when it fits.
  public func faults(of value: JSONValue, schema: JSONValue, at place: String = "$") -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      faults(of: value, keyword, argument, beside: schema, at: place)
    }
  }

  /// The value a reference within the document leads to.
  public func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(document) { $0?[String($1)] }
  }

  private func faults(
    of value: JSONValue, _ keyword: String, _ argument: JSONValue, beside schema: JSONValue, at place: String
  ) -> [String] {
    switch keyword {
    case "$ref":
      guard let target = resolve(argument.text ?? "") else { return ["\(place): \(argument) leads nowhere"] }
      return faults(of: value, schema: target, at: place)
    case "type":
      let types = argument.items.isEmpty ? [argument] : argument.items
      return types.contains { isOf($0.text ?? "", value) } ? [] : ["\(place): \(value) is not of type \(types)"]
    case "required":
      return argument.items.compactMap(\.text).filter { value[$0] == nil }.map { "\(place).\($0) is missing" }
    case "properties":
      return argument.members.sorted { $0.key < $1.key }.flatMap { name, schema in
        value[name].map { faults(of: $0, schema: schema, at: "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      let others = value.members.filter { schema["properties"]?[$0.key] == nil }.sorted { $0.key < $1.key }
      if argument == .boolean(false) { return others.map { "\(place).\($0.key) is not in the schema" } }
      return others.flatMap { faults(of: $0.value, schema: argument, at: "\(place).\($0.key)") }
    case "items":
      return value.items.enumerated().flatMap { faults(of: $1, schema: argument, at: "\(place)[\($0)]") }
    default:
      return bounds(of: value, keyword, argument, at: place)
    }
  }

  private func bounds(of value: JSONValue, _ keyword: String, _ argument: JSONValue, at place: String) -> [String] {
    let holds: Bool
    switch keyword {
    case "enum": holds = argument.items.contains(value)
    case "const": holds = argument == value
    case "minimum": holds = value.number.map { $0 >= argument.number ?? .infinity } ?? true
    case "maximum": holds = value.number.map { $0 <= argument.number ?? -.infinity } ?? true
    case "minItems": holds = Double(value.items.count) >= argument.number ?? .infinity
    case "maxItems": holds = Double(value.items.count) <= argument.number ?? -.infinity
    case "pattern":
      guard let text = value.text else { return [] }
      guard let pattern = try? Regex(argument.text ?? "(") else { return ["\(place): \(argument) is no pattern"] }
      holds = text.contains(pattern)
    default:
      return Self.remarks.contains(keyword) ? [] : ["\(place): the keyword \(keyword) is not known to the check"]
    }
    return holds ? [] : ["\(place): \(value) against \(keyword) \(argument)"]
  }

  private func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("number", .number), ("string", .text), ("array", .list),
      ("object", .object):
      true
    case ("integer", .number(let number)): number.rounded() == number
    default: false
    }
  }
}
