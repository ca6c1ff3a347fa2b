import Foundation
import TestSupport

/// A running demo and the addresses it has printed.
struct RunningDemo {
  var process: Int32
  var address: String
  /// Signs the owner in, once.
  var signIn: String

  static var isInstalled: Bool {
    let files = ["/usr/share/javascript/leaflet/leaflet.js", "/usr/bin/ffmpeg", "/usr/lib/postgresql"]
    return files.allSatisfy { FileManager.default.fileExists(atPath: $0) }
  }

  init(_ arguments: [String]) async throws {
    let log = try BuiltProgram.artifact("demo.log")
    try? FileManager.default.removeItem(atPath: log)
    process = try ChildProcess.start(
      BuiltProgram.path, ["demo", "--port", "0", "--stream-port", "0"] + arguments, output: log)
    let started = process
    try await Waiting.until("the demo prints its address", seconds: 120) {
      if let status = try ChildProcess.hasEnded(started) {
        throw WebDriver.Failed(reason: "the demo ended: \(status)")
      }
      return Self.address(in: log) != nil
    }
    address = Self.address(in: log) ?? ""
    signIn = Self.words(of: log).first { $0.contains("/v1/session?token=") } ?? ""
  }

  private static func address(in log: String) -> String? {
    words(of: log).first { $0.hasPrefix("http://") && $0.hasSuffix("/") }
  }

  private static func words(of log: String) -> [String] {
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// As Ctrl-C does.
  func stop() throws -> Int32 {
    ChildProcess.signal(2, to: process)
    return try ChildProcess.wait(for: process)
  }
}
