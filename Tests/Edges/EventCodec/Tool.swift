import Foundation
import Testing

/// A program of the machine that the codec is compared with.
struct Tool: Sendable {
  static let protoc = Tool(named: "protoc")
  static let protocC = Tool(named: "protoc-c")

  let path: String?
  var isInstalled: Bool { path != nil }

  init(named name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs to the end with `input` and returns what it printed. Input and output go through files: a pipe that nobody
  /// empties would stop the program.
  static func run(_ path: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "codec-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, target) = (folder.appending(path: "in"), folder.appending(path: "out"))
    try Data(input).write(to: source)
    try Data().write(to: target)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: target)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let output = Array(try Data(contentsOf: target))
    try #require(process.terminationStatus == 0, "\(path): \(String(decoding: output, as: UTF8.self))")
    return output
  }

  /// What `protoc` reads in the bytes, as text.
  static func text(of bytes: [UInt8], _ message: MessageKind) throws -> [UInt8] {
    try run(#require(protoc.path), arguments(message, "decode"), input: bytes)
  }

  /// What `protoc` makes of the bytes when it reads and writes them.
  static func canonical(_ bytes: [UInt8], _ message: MessageKind) throws -> [UInt8] {
    try run(#require(protoc.path), arguments(message, "encode"), input: text(of: bytes, message))
  }

  private static func arguments(_ message: MessageKind, _ mode: String) -> [String] {
    let schemas = GoldenVector.package.appending(path: "schemas/events").path
    return ["-I", schemas, "--\(mode)=\(message.fullName)", "\(schemas)/\(message.plane).proto"]
  }
}
