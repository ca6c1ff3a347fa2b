import Foundation
import TestSupport

/// A headless Chromium, driven through chromedriver by the W3C's WebDriver protocol.
struct WebDriver {
  struct Failed: Error {
    var reason: String
  }

  /// Debian's chromium-driver, and the browser it drives.
  static let path = "/usr/bin/chromedriver"
  static var isInstalled: Bool {
    [path, "/usr/bin/chromium", "/usr/bin/curl"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
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
    guard let text = try await command("GET", "screenshot", nil) as? String, let image = Data(base64Encoded: text)
    else {
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

  /// Through curl: FoundationNetworking 6.3 refuses chromedriver's answers ("Failed writing header").
  private static func send(_ method: String, _ url: URL, _ body: [String: Any]?) async throws -> Any? {
    let folder = NSTemporaryDirectory() + "webdriver-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var words = ["-s", "-m", "\(Int(commandSeconds) + 10)", "-X", method, "-o", folder + "/answer", url.absoluteString]
    if let body {
      try JSONSerialization.data(withJSONObject: body).write(to: URL(fileURLWithPath: folder + "/question"))
      words += ["-H", "Content-Type: application/json", "--data-binary", "@" + folder + "/question"]
    }
    let arguments = words
    // Its own thread: the pool of the test's tasks must not wait for a browser.
    let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
      Thread.detachNewThread {
        done.resume(with: Result { try ChildProcess.run("/usr/bin/curl", arguments, output: folder + "/log") })
      }
    }
    guard status == 0, let data = FileManager.default.contents(atPath: folder + "/answer") else {
      throw Failed(reason: "\(method) \(url.lastPathComponent): curl ended with \(status)")
    }
    let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    if let fault = answer?["value"] as? [String: Any], let error = fault["error"] {
      throw Failed(reason: "\(method) \(url.lastPathComponent): \(error)")
    }
    return answer?["value"]
  }
}
