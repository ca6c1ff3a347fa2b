import Foundation
import TestSupport
import Testing

/// The document is only as good as what holds answers against it.
@Suite("The check of a schema")
struct SchemaCheckTests {
  static func value(_ text: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  static func faults(_ value: String, _ schema: String) throws -> Int {
    let document = try Self.value(#"{"components":{"schemas":{"Small":{"type":"integer","maximum":3}}}}"#)
    return SchemaCheck(document: document).faults(of: try Self.value(value), schema: try Self.value(schema)).count
  }

  @Test(arguments: [
    ("1", #"{"type":"integer"}"#), ("1.5", #"{"type":"number"}"#), ("null", #"{"type":["string","null"]}"#),
    (#"{"a":1}"#, #"{"type":"object","required":["a"],"properties":{"a":{"const":1}}}"#),
    ("[1,2]", ##"{"items":{"$ref":"#/components/schemas/Small"},"minItems":2,"maxItems":2}"##),
    (#""ab""#, #"{"enum":["ab","c"],"pattern":"^a"}"#), (#"{"a":"x"}"#, #"{"additionalProperties":{"type":"string"}}"#),
    ("true", #"{"type":"boolean","description":"said to people"}"#),
  ])
  func `lets pass what fits`(value: String, schema: String) throws {
    #expect(try Self.faults(value, schema) == 0)
  }

  @Test(arguments: [
    ("1.5", #"{"type":"integer"}"#), (#""1""#, #"{"type":"number"}"#), ("{}", #"{"required":["a"]}"#),
    (#"{"a":2}"#, #"{"properties":{"a":{"const":1}}}"#), (#"{"b":2}"#, #"{"additionalProperties":false}"#),
    ("[1,9]", ##"{"items":{"$ref":"#/components/schemas/Small"}}"##), ("[]", #"{"minItems":1}"#),
    ("[1,2]", #"{"maxItems":1}"#), (#""b""#, #"{"enum":["a"]}"#), (#""b""#, #"{"pattern":"^a"}"#),
    ("1", #"{"minimum":2}"#), ("1", ##"{"$ref":"#/components/schemas/None"}"##),
    ("1", #"{"oneOf":[]}"#), (#"{"a":1}"#, #"{"additionalProperties":{"type":"string"}}"#),
  ])
  func `finds what does not fit`(value: String, schema: String) throws {
    #expect(try Self.faults(value, schema) == 1)
  }
}
