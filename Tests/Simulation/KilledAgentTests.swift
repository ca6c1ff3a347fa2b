import Core
import Dispatch
import EventCodec
import KafkaLog
import TestSupport
import Testing

@testable import swerve

/// The agent is killed with kill -9 when so many of its sightings have reached the broker, and started again with the
/// same input: the recording, or the lines of the device once more.
@Suite("An agent that is killed")
struct KilledAgentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var isLive: Bool
    var seed: UInt64
    var testDescription: String { "\(isLive ? "a device at standard input" : "a recording"), seed \(seed)" }
  }

  static let cases: [Case] = [UInt64(1), 2, 3].flatMap { seed in
    [true, false].map { Case(isLive: $0, seed: seed) }
  }

  /// Far enough from the start of the trip and from each other to leave the car.
  static let brakings = (0..<20).map { 45 + 13 * $0 }
  static let kills = 3
  /// Longer than on a loopback, so that a kill finds a record on its way.
  static let roundTrip: Timestamp.Span = .milliseconds(20)

  /// Networks at once.
  private static let networks = DispatchSemaphore(value: 2)

  @Test(arguments: cases) func `on an embedded broker loses no braking and tells none as two`(
    _ disturbed: Case
  ) async throws {
    try await onOwnThread { try Self.run(disturbed, on: .embedded) }
  }

  @Test(
    .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)), arguments: cases.prefix(2)
  ) func `on a real broker loses no braking and tells none as two`(_ disturbed: Case) async throws {
    try await onOwnThread { try Self.run(disturbed, on: .real) }
  }

  /// A live device's times go faster here than the clock: where the machine is so busy that a broker or the issuer
  /// takes seconds, sightings grow too old, as they should, and the agent says so. Such a run tells nothing.
  static let attemptsMax = 5

  private static func run(_ disturbed: Case, on kind: Broker.Kind) throws {
    networks.wait()
    defer { networks.signal() }
    for _ in 1...attemptsMax where try perform(disturbed, on: kind) { return }
    Issue.record("this machine is too busy: sightings grew too old in each of \(attemptsMax) runs")
  }

  /// - Returns: false: sightings grew too old.
  private static func perform(_ disturbed: Case, on kind: Broker.Kind) throws -> Bool {
    let broker = try Broker(kind)
    let secret = try IssuerSecretFile()
    let camera = try CameraProcess(broker, issuerSecret: secret.path)
    broker.embedded?.setRoundTrip(roundTrip)
    let start = Timestamp(milliseconds: SystemClock().now().milliseconds / 1_000 * 1_000)
    let drive = RecordedDrive(
      start: start, home: Story.homes[0], seconds: (brakings.last ?? 0) + 20, brakings: brakings, seed: disturbed.seed)
    let file = try camera.write(drive.jsonLines, to: "drive.jsonl")
    func startAgent() throws -> RunningSwerve {
      disturbed.isLive
        ? try camera.start("-", input: file, recordedTime: false) : try camera.start(file, recordedTime: true)
    }

    var chance = SeededGenerator(seed: disturbed.seed)
    // The first moment of the first seed lies before anything was sent.
    let moments = (0..<kills).map { $0 == 0 && disturbed.seed == 1 ? 0 : Int.random(in: 1...17, using: &chance) }
    let follower = try TopicFollower(broker.log, Topology.Topic.sightings)
    defer { follower.close() }
    var sent: [[UInt8]] = []
    var struck = 0
    for moment in moments.sorted() {
      let agent = try startAgent()
      try Patience.wait(for: "\(moment) sightings are sent") {
        sent += try follower.readNew(wait: .milliseconds(1))
        return try camera.hasOutbox && sent.count >= moment || agent.hasEnded() != nil
      }
      if try agent.hasEnded() == nil { struck += 1 }
      try agent.kill()
    }
    try camera.finish(try startAgent())
    guard !camera.agentText.contains("sightings dropped") else { return false }
    #expect(struck > 0)
    let codec = EventCodec()
    let sightings = try broker.values(of: Topology.Topic.sightings).map { try codec.decodeSighting($0.span) }
    let seconds = Set(sightings.map { ($0.time - start).milliseconds / 1_000 })
    #expect(seconds.count == brakings.count)
    for braking in brakings { #expect(seconds.contains(Int64(braking)) || seconds.contains(Int64(braking) + 1)) }
    // What was on its way may come again, as the same record.
    #expect(Set(sightings.map(\.recordID)).count == brakings.count)
    #expect(Set(sightings).count == brakings.count)
    #expect(sightings.count <= brakings.count + struck)
    #expect(try camera.waiting() == 0)
    return true
  }
}
