import Core
import Credentials
import Foundation

/// `swerve issuer …`: the credential scheme on files, in the draft's serialization, for other implementations and for
/// looking into a refused sighting.
extension Command {
  private static let keyOptions = [
    Option(name: "--secret", value: "FILE", help: "the issuer's secret (swerve issuer keygen)"),
    Option(name: "--day", value: "N", help: "which day's key: whole days since 1970-01-01"),
    Option(name: "--server-key", value: "FILE", help: "instead of both: one server key, x0‖x1‖x2‖xb of 128 bytes"),
  ]

  static let issuerKeygen = Command(
    name: "issuer keygen", summary: "make an issuer's secret, or print the public key of a day",
    discussion: "With --secret and --day prints the public key X0‖X1‖X2 (99 bytes) of the day in hexadecimal.",
    shape: CommandLineShape(
      options: [Option(name: "--output", value: "FILE", help: "where the new secret goes (-o); it must not exist yet")]
        + keyOptions)
  ) { arguments in
    if let path = arguments.text("--output") {
      try IssuerFiles.write(try IssuerSecret.generate(), to: path)
    } else {
      Console.print(Hexadecimal.encode(try serverKey(arguments).publicKey.serialized))
    }
  }

  static let issuerIssue = Command(
    name: "issuer issue", summary: "answer a credential request",
    discussion: "Reads a request of 226 bytes, writes the response of 454 bytes: as bytes, or hexadecimal with --hex.",
    shape: CommandLineShape(
      options: keyOptions + [
        Option(
          name: "--output", value: "FILE",
          help: "where the response goes (-o); without it, standard output as hexadecimal"),
        Option(name: "--hex", value: nil, help: "the request file is hexadecimal text"),
      ], operands: "REQUEST", operandCount: 1...1)
  ) { arguments in
    let request = try bytes(arguments.operands[0], arguments)
    let response = try refused(arguments.operands[0]) { try serverKey(arguments).respond(to: request) }
    if let path = arguments.text("--output") {
      try Files.write(response, to: path)
    } else {
      Console.print(Hexadecimal.encode(response))
    }
  }

  static let issuerVerify = Command(
    name: "issuer verify", summary: "check a presentation and print its tag",
    discussion: """
      The contexts are those of sightings (--tile and --day), or given in hexadecimal. Exit status 1: the presentation
      does not hold; the reason is said.
      """,
    shape: CommandLineShape(
      options: keyOptions + [
        Option(name: "--tile", value: "15/X/Y", help: "the sighting's tile"),
        Option(name: "--request-context", value: "HEX", help: "what the credential was bound to"),
        Option(name: "--presentation-context", value: "HEX", help: "what the presentation is bound to"),
        Option(name: "--nonce", value: "N", help: "which of the limit's presentations it is (0)"),
        Option(name: "--limit", value: "N", help: "presentations allowed in the context (1)"),
        Option(name: "--hex", value: nil, help: "the presentation file is hexadecimal text"),
      ], operands: "PRESENTATION", operandCount: 1...1)
  ) { arguments in
    let presentation = try bytes(arguments.operands[0], arguments)
    let requestContext: [UInt8]
    let presentationContext: [UInt8]
    if let text = arguments.text("--tile") {
      guard let tile = Tile(text: text) else { throw UsageError("--tile \(text): it must be 15/X/Y") }
      let day = try day(arguments)
      requestContext = Proof.credentialContext(day: day)
      presentationContext = Proof.sightingContext(tile: tile, day: day)
    } else {
      requestContext = try context("--request-context", arguments)
      presentationContext = try context("--presentation-context", arguments)
    }
    let nonce = UInt64(try arguments.integer("--nonce", in: 0...65_535) ?? 0)
    let limit = UInt64(try arguments.integer("--limit", in: 1...65_536) ?? 1)
    let tag = try refused(arguments.operands[0]) {
      try serverKey(arguments).verify(
        presentation, requestContext: requestContext, presentationContext: presentationContext, nonce: nonce,
        limit: limit)
    }
    Console.print(Hexadecimal.encode(tag.bytes))
  }

  // MARK: What they share

  private static func serverKey(_ arguments: Arguments) throws -> ServerKey {
    if let path = arguments.text("--server-key") {
      let text = try Files.read(path, limit: 4_096)
      let digits = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
      return try refused(path) { try ServerKey(serialized: Hexadecimal.decode(digits) ?? text) }
    }
    guard let path = arguments.text("--secret") else {
      throw UsageError("--secret and --day, or --server-key, are missing")
    }
    return try IssuerFiles.secret(path).serverKey(day: try day(arguments))
  }

  private static func day(_ arguments: Arguments) throws -> Int32 {
    guard let day = try arguments.integer("--day", in: -1_000_000...1_000_000) else {
      throw UsageError("--day is missing")
    }
    return Int32(day)
  }

  private static func context(_ name: String, _ arguments: Arguments) throws(UsageError) -> [UInt8] {
    guard let text = arguments.text(name) else { throw UsageError("\(name) or --tile is missing") }
    guard let bytes = Hexadecimal.decode(text) else {
      throw UsageError("\(name): an even number of hexadecimal digits")
    }
    return bytes
  }

  private static func bytes(_ path: String, _ arguments: Arguments) throws(CommandFailure) -> [UInt8] {
    let raw = try Files.read(path, limit: 65_536)
    guard arguments.has("--hex") else { return raw }
    guard let bytes = Hexadecimal.decode(String(decoding: raw, as: UTF8.self).filter { !$0.isWhitespace }) else {
      throw CommandFailure(.data, "\(path) is no hexadecimal text")
    }
    return bytes
  }

  private static func refused<Value>(_ subject: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as CredentialError {
      throw CommandFailure(.failure, "\(subject): \(error.description)")
    }
  }
}
