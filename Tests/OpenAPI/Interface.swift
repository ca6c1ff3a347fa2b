import Foundation
import FoundationNetworking
import HTTPFront
import TestSupport

/// `schemas/openapi.yaml`, and what real answers are held against it.
struct Interface {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

  let document: JSONValue
  let check: SchemaCheck

  init() throws {
    document = try YAMLFile.read(Self.package.appending(path: "schemas/openapi.yaml").path)
    check = SchemaCheck(document: document)
  }

  /// "GET /v1/hazards/{id}" of every operation.
  var operations: Set<String> {
    Set(
      document["paths"]?.members.flatMap { path, item in
        item.members.keys.filter(Self.methods.contains).map { "\($0.uppercased()) \(path)" }
      } ?? [])
  }

  /// OpenAPI has no name for "the rest of the path".
  static func name(of route: RouteName) -> String {
    "\(route.method) \(route.template.replacing("...}", with: "}"))"
  }

  func operation(_ name: String) -> JSONValue? {
    let parts = name.split(separator: " ").map(String.init)
    return document["paths"]?[parts[1]]?[parts[0].lowercased()]
  }

  /// What the answer says that the document does not, or the reverse; empty when they agree.
  func faults(of answer: Answer, to name: String) -> [String] {
    guard let responses = operation(name)?["responses"] else { return ["\(name) is not in the document"] }
    guard let stated = responses[String(answer.status)] else { return ["\(name) does not state \(answer.status)"] }
    let response = stated["$ref"].flatMap { check.resolve($0.text ?? "") } ?? stated
    return headerFaults(of: answer, response) + contentFaults(of: answer, response)
  }

  private func headerFaults(of answer: Answer, _ response: JSONValue) -> [String] {
    response["headers"]?.members.sorted { $0.key < $1.key }.flatMap { name, stated -> [String] in
      let header = stated["$ref"].flatMap { check.resolve($0.text ?? "") } ?? stated
      guard let value = answer.headers[name.lowercased()] else { return ["the header field \(name) is missing"] }
      return check.faults(of: .text(value), schema: header["schema"] ?? .object([:]), at: name)
    } ?? []
  }

  private func contentFaults(of answer: Answer, _ response: JSONValue) -> [String] {
    guard let content = response["content"]?.members else {
      return answer.body.isEmpty ? [] : ["\(answer.body.count) bytes where no content is stated"]
    }
    guard let media = content[answer.mediaType] else {
      return ["\(answer.mediaType) where \(content.keys.sorted()) is stated"]
    }
    guard answer.mediaType.hasSuffix("json") else {
      return answer.body.isEmpty ? ["no content"] : []
    }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: answer.body) else { return ["no JSON"] }
    let isProblem = answer.mediaType == "application/problem+json"
    let status =
      isProblem && value["status"] != .number(Double(answer.status)) ? ["the problem has another status"] : []
    return status + check.faults(of: value, schema: media["schema"] ?? .object([:]))
  }
}

/// An answer as a client sees it.
struct Answer: Sendable {
  var status: Int
  /// Names in small letters.
  var headers: [String: String]
  var body: Data

  init(_ response: HTTPURLResponse, _ body: Data) {
    status = response.statusCode
    self.body = body
    headers = [:]
    for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
  }

  var mediaType: String { headers["content-type"]?.split(separator: ";").first.map(String.init) ?? "" }
  var text: String { String(decoding: body, as: UTF8.self) }
  func json() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: body) }
}
