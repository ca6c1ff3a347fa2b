import Core
import EventCodec
import Foundation
import FoundationNetworking
import Ports
import TestSupport

@testable import swerve

/// A paired camera with its issuer, all processes of their own.
final class CameraProcess {
  private let broker: Broker
  private let folder: TemporaryFolder
  private let issuer: RunningSwerve
  private let issuerAddress: String

  struct Refused: Error {
    var reason: String
  }

  /// - Parameter archive: options of `swerve pair` for the driver's key.
  init(_ broker: Broker, issuerSecret: String, archive: [String] = []) throws {
    self.broker = broker
    folder = try TemporaryFolder()
    let paired = try SwerveProgram.run(
      ["pair", "--consent", "--kafka", broker.bootstrapServers] + archive + [folder.path + "/camera"])
    guard paired.status == 0 else { throw Refused(reason: paired.output) }
    let port = try FreePort.take()
    let address = "http://127.0.0.1:\(port)"
    let issuer = try RunningSwerve(
      [
        "run", "issuer", "--secret", issuerSecret, "--store", folder.path + "/issuer.sqlite", "--any-day", "--port",
        String(port), "--kafka", broker.bootstrapServers,
      ], output: folder.path + "/issuer.log")
    self.issuer = issuer
    issuerAddress = address
    try Patience.wait(for: "the issuer is ready") {
      if let status = try issuer.hasEnded() { throw Refused(reason: "it ended with \(status): \(issuer.text)") }
      return URL(string: address + "/readyz").flatMap { try? Data(contentsOf: $0) } != nil
    }
  }

  /// Starts the agent; at standard input it finds the file's lines where `path` is "-".
  func start(
    _ path: String, input: String = "/dev/null", recordedTime: Bool, uploads: [String] = []
  ) throws -> RunningSwerve {
    try RunningSwerve(
      [
        "agent", "run", "--camera", folder.path + "/camera", "--issuer", issuerAddress, "--kafka",
        broker.bootstrapServers,
      ] + (recordedTime ? ["--recorded-time"] : []) + uploads + [path], output: folder.path + "/agent.log", input: input
    )
  }

  /// Waits until the agent has come to its end.
  func finish(_ agent: RunningSwerve) throws {
    try Patience.wait(for: "the agent comes to its end") {
      guard let status = try agent.hasEnded() else { return false }
      guard status == 0 else { throw Refused(reason: "the agent ended with \(status): \(agent.text)") }
      return true
    }
  }

  /// What all lives of the agent have printed.
  var agentText: String { (try? String(contentsOfFile: folder.path + "/agent.log", encoding: .utf8)) ?? "" }

  func write(_ text: String, to name: String) throws -> String {
    let path = folder.path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  var keys: PairedCamera {
    get throws { try CameraFolder(path: folder.path + "/camera").open() }
  }

  var hasOutbox: Bool { FileManager.default.fileExists(atPath: folder.path + "/camera/outbox.sqlite") }

  /// Sightings in the outbox of a camera that does not run.
  func waiting() throws -> Int {
    // Exposures wait there for their hour.
    try SpoolOutbox(path: folder.path + "/camera/outbox.sqlite").pending(limit: 10_000, after: 0)
      .count { $0.entry.topic == Topology.Topic.sightings }
  }
}

/// A secret of an issuer in a file.
final class IssuerSecretFile {
  private let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/issuer.secret"
    let made = try SwerveProgram.run(["issuer", "keygen", "-o", path])
    guard made.status == 0 else { throw CameraProcess.Refused(reason: made.output) }
  }
}
