import Core
import Foundation
import FoundationNetworking
import TestSupport
import Testing

@testable import swerve

/// Admission, inference and alerts as processes of their own.
final class StageProcesses {
  enum Stage: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case admission, inference, alerts
    var testDescription: String { rawValue }
  }

  let port: UInt16
  let streamPort: UInt16
  private let broker: Broker
  private let folder: TemporaryFolder
  private var running: [Stage: RunningSwerve] = [:]

  init(_ broker: Broker, issuerSecret: [UInt8]) throws {
    self.broker = broker
    folder = try TemporaryFolder()
    port = try FreePort.take()
    streamPort = try FreePort.take()
    try Data(Hexadecimal.encode(issuerSecret).utf8).write(to: URL(fileURLWithPath: folder.path + "/issuer.secret"))
    for stage in Stage.allCases { try start(stage) }
  }

  func start(_ stage: Stage) throws {
    let own =
      switch stage {
      case .admission: ["--secret", folder.path + "/issuer.secret"]
      case .inference: ["--minimum-cameras", String(Story.minimumCameras)]
      case .alerts: ["--port", String(port), "--stream-port", String(streamPort)]
      }
    let kafka = ["--kafka", broker.bootstrapServers, "--kafka-set", "fetch.wait.max.ms=5"]
    running[stage] = try RunningSwerve(
      ["run", stage.rawValue] + kafka + own, output: folder.path + "/\(stage.rawValue).log")
  }

  func kill(_ stage: Stage) throws { try running[stage]?.kill() }

  /// Whether alerts has read its log to the end.
  var isReady: Bool {
    URL(string: "http://127.0.0.1:\(port)/readyz").flatMap { try? Data(contentsOf: $0) } != nil
  }

  /// A stage that has ended by itself, with what it said; nil when all run.
  func ended() throws -> String? {
    for (stage, process) in running {
      if let status = try process.hasEnded() { return "\(stage.rawValue) ended with \(status): \(process.text)" }
    }
    return nil
  }

  /// As Ctrl-C does. Returns the stages that did not end in order.
  func end() throws -> [String] {
    try running.filter { try $0.value.end(signal: 2) != 0 }.map { "\($0.key.rawValue): \($0.value.text)" }
  }

  var texts: String {
    running.values.map(\.text).joined(separator: "\n")
  }
}
