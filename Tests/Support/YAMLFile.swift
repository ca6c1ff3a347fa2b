internal import Foundation

/// Reads YAML through Python's parser (Debian: python3-yaml, which `infra/setup test` installs): Foundation has none.
public enum YAMLFile {
  /// False where Python or its parser is missing.
  public static let isReadable: Bool = (try? python("import yaml", [])) != nil

  /// - Throws: `Fault` with the parser's words for text that is no YAML, or more than JSON can say.
  public static func read(_ path: String) throws -> JSONValue {
    let program = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"
    return try JSONDecoder().decode(JSONValue.self, from: python(program, [path]))
  }

  public struct Fault: Error {
    public var words: String
  }

  private static func python(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What is said on standard error, a trace of some lines, fits into the pipe while the output is read.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let words = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Fault(words: String(decoding: words, as: UTF8.self)) }
    return data
  }
}
