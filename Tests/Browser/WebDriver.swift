import Foundation
import FoundationNetworking
import TestSupport

/// A headless Chromium, driven through chromedriver by the W3C's WebDriver protocol.
struct WebDriver {
  struct Failed: Error {
    var reason: String
  }

  /// Debian's chromium-driver, and the browser it drives.
  static let path = "/usr/bin/chromedriver"
  static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: path) && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
  }

  /// How long the browser may take for one command; scripts that wait for the page have as long.
  static let commandSeconds = 150.0

  private let address: URL
  private let session: String
  private let process: Int32

  /// Starts the driver on a free port and opens a window of that size.
  init(width: Int, height: Int, log: String) async throws {
    let port = try FreePort.take()
    process = try ChildProcess.start(Self.path, ["--port=\(port)"], output: log)
    guard let address = URL(string: "http://127.0.0.1:\(port)") else { throw Failed(reason: "no address") }
    self.address = address
    try await Waiting.until("chromedriver answers", seconds: 30) {
      (try? await Self.send("GET", address.appendingPathComponent("status"), nil)) != nil
    }
    let arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=\(width),\(height)",
    ]
    let wish: [String: Any] = [
      "capabilities": ["alwaysMatch": ["goog:chromeOptions": ["args": arguments, "binary": "/usr/bin/chromium"]]]
    ]
    let answer = try await Self.send("POST", address.appendingPathComponent("session"), wish) as? [String: Any]
    guard let session = answer?["sessionId"] as? String else { throw Failed(reason: "no session") }
    self.session = session
    _ = try await command("POST", "timeouts", ["script": Self.commandSeconds * 1000])
  }

  func open(_ page: String) async throws { _ = try await command("POST", "url", ["url": page]) }

  /// The value of a script's `return`.
  func run(_ script: String) async throws -> Any? {
    try await command("POST", "execute/sync", ["script": script, "args": [String]()])
  }

  /// Waits in the page until the expression is true.
  func wait(until expression: String) async throws {
    let script = """
      const done = arguments[0];
      const look = () => { if (\(expression)) done(true); else setTimeout(look, 50); };
      look();
      """
    _ = try await command("POST", "execute/async", ["script": script, "args": [String]()])
  }

  func screenshot(to path: String) async throws {
    guard let text = try await command("GET", "screenshot", nil) as? String, let image = Data(base64Encoded: text) else {
      throw Failed(reason: "no screenshot")
    }
    try image.write(to: URL(fileURLWithPath: path))
  }

  func close() async {
    _ = try? await command("DELETE", "", nil)
    ChildProcess.signal(15, to: process)
    _ = try? ChildProcess.wait(for: process)
  }

  private func command(_ method: String, _ name: String, _ body: [String: Any]?) async throws -> Any? {
    let path = name.isEmpty ? "session/\(session)" : "session/\(session)/\(name)"
    return try await Self.send(method, address.appendingPathComponent(path), body)
  }

  private static func send(_ method: String, _ url: URL, _ body: [String: Any]?) async throws -> Any? {
    var request = URLRequest(url: url, timeoutInterval: commandSeconds + 10)
    request.httpMethod = method
    if let body {
      request.httpBody = try JSONSerialization.data(withJSONObject: body)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    guard (response as? HTTPURLResponse)?.statusCode == 200 else {
      throw Failed(reason: "\(method) \(url.lastPathComponent): \(answer?["value"] ?? "no answer")")
    }
    return answer?["value"]
  }
}
