internal import Foundation
internal import Glibc
internal import Synchronization

/// A real Apache Kafka of the tests' own, started through `shared/kafka/up` in a temporary folder.
///
/// It is stopped when the object goes or when this process ends, however it ends: a small shell waits for the end of a
/// pipe that only this process holds, and then runs `down`.
public final class KafkaCluster: Sendable {
  public struct Unusable: Error {
    public var reason: String
  }

  public let bootstrapServers: String
  public let folder: String
  /// Writing end of the pipe.
  private let lifeline: Int32

  /// Seconds one command of the broker's tools may take.
  private static let commandSecondsMax = 120

  static let tools: String? = {
    let tools = "\(SharedFolder.path)/kafka"
    guard FileManager.default.isExecutableFile(atPath: "\(tools)/up") else { return nil }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/java") }
      ? tools : nil
  }()
  public static var isAvailable: Bool { tools != nil }
  public static let missing = "no java, or no kafka/up in SWERVE_SHARED or ../shared: the real broker is not tried"

  /// One broker for all tests that do not harm it.
  public static let shared = Result { try KafkaCluster() }

  public init(nodes: Int = 1, secure: Bool = false) throws {
    guard let tools = Self.tools else { throw Unusable(reason: Self.missing) }
    folder = FileManager.default.temporaryDirectory.appending(path: "swerve-kafka-\(UUID().uuidString)").path
    lifeline = try ChildProcess.startWatching(
      "/bin/sh", ["-c", "cat; \"$0\" --dir \"$1\" --wipe; rm -rf \"$1\"", "\(tools)/down", folder])
    // `up` would draw an identity that may begin with '-', which Kafka's tool takes for an option.
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let identity = Data("swerve tests 001".utf8).base64EncodedString().prefix { $0 != "=" }
    try Data(identity.utf8).write(to: URL(fileURLWithPath: "\(folder)/cluster.id"))
    let port = try Self.freePort(nodes: nodes)
    let arguments = [
      "--dir", folder, "--port", String(port), "--nodes", String(nodes), "--set", "group.min.session.timeout.ms=1000",
      "--set", "log.cleaner.enable=false",
    ]
    let output = try Self.run("\(tools)/up", arguments + (secure ? ["--secure"] : []))
    guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("bootstrap=") }) else {
      throw Unusable(reason: "up said: \(output)")
    }
    bootstrapServers = String(line.dropFirst("bootstrap=".count))
  }

  deinit { close(lifeline) }

  /// Kafka's own tools.
  public func admin(_ arguments: String...) throws {
    _ = try Self.run("\(Self.tools ?? "")/admin", [folder] + arguments)
  }

  /// Makes a client certificate of this principal where there is none yet: `folder/tls/NAME.crt` and `.key`.
  public func makeCertificate(_ name: String) throws {
    if FileManager.default.isReadableFile(atPath: "\(folder)/tls/\(name).crt") { return }
    _ = try Self.run("\(Self.tools ?? "")/cert", [folder, name])
  }

  /// Sends a signal to one node, which this object has started.
  public func signal(_ signal: Int32, node: Int = 1) throws {
    let text = try String(contentsOfFile: "\(folder)/node\(node)/pid", encoding: .utf8)
    guard let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), kill(pid, signal) == 0 else {
      throw Unusable(reason: "node \(node) does not run")
    }
  }

  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "swerve-kafka-\(UUID().uuidString).out").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let status = try ChildProcess.run(
      "/usr/bin/timeout", [String(commandSecondsMax), path] + arguments, output: file)
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    guard status == 0 else { throw Unusable(reason: "\(path) ended with \(status): \(text)") }
    return text
  }

  /// A port with the neighbours that `up` will use: 10 a node, clients and controller.
  private static func freePort(nodes: Int) throws -> Int {
    next.withLock { next in
      while true {
        let candidate = next
        next = next + 10 * nodes > 60_000 ? 20_000 : next + 10 * nodes
        let needed = (0..<nodes).flatMap { [candidate + 10 * $0, candidate + 10 * $0 + 1] }
        if needed.allSatisfy(isFree) { return candidate }
      }
    }
  }

  /// Where the search goes on: processes and clusters start apart.
  private static let next = Mutex(20_000 + Int(getpid()) % 4_000 * 10)

  private static func isFree(_ port: Int) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
