import Core
import EventCodec
import TestSupport
import Testing

@testable import swerve

/// Real input through real processes and a real broker: recording → agent → issuer → admission.
@Suite(
  "The 28 recorded drives on a real broker",
  .enabled(if: RecordedColumns.isThere, Comment(rawValue: RecordedColumns.missing)),
  .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)))
struct RecordedDrivesTests {
  /// A row of the recording stands for a second.
  static let halfARow = 0.5

  @Test func `every braking of 0.35 g that the GPS speed confirms is admitted, and none that it contradicts`()
    async throws
  {
    try await onOwnThread {
      let columns = try RecordedColumns.drives.get()
      let admitted = try Self.admitted()
      let (confirmed, contradicted) = columns.hardBrakings
      #expect(confirmed.count == 7 && contradicted.count == 4)
      for row in confirmed {
        let found = admitted.contains { row.time - Self.halfARow < $0 && $0 < row.time + Self.halfARow }
        #expect(found, "the braking of drive \(row.drive) at \(row.time)")
      }
      for row in contradicted { #expect(!admitted.contains { abs($0 - row.time) <= 2.5 }) }
      for time in admitted {
        let row = try #require(columns.rows.first { abs($0.time - time) < Self.halfARow })
        #expect((row.g ?? 0) <= -0.30)
        #expect(columns.drop(in: row.drive, from: time - 4, to: time + 4) >= RecordedColumns.confirmingDrop)
      }
    }
  }

  /// Sends the recording, and waits until admission has decided on each sighting of it.
  /// - Returns: event times of what it admitted, seconds.
  private static func admitted() throws -> [Double] {
    let broker = try Broker(.real)
    let secret = try IssuerSecretFile()
    let folder = try TemporaryFolder()
    let camera = try CameraProcess(broker, issuerSecret: secret.path)
    let admission = try RunningSwerve(
      ["run", "admission", "--secret", secret.path, "--kafka", broker.bootstrapServers],
      output: folder.path + "/admission.log")
    try camera.finish(try camera.start(RecordedColumns.path, recordedTime: true))
    let sent = try broker.values(of: Topology.Topic.sightings).count
    #expect(sent >= 7)
    let codec = EventCodec()
    let follower = try TopicFollower(broker.log, Topology.Topic.admitted)
    defer { follower.close() }
    var times: [RecordID: Double] = [:]
    try Patience.wait(for: "all \(sent) sightings are admitted: \(admission.text)") {
      for value in try follower.readNew() {
        let rows = try codec.decodeAdmittedBatch(value.span).sightings
        for row in 0..<rows.count { times[rows.recordIDs[row]] = Double(rows.eventTime[row]) / 1_000 }
      }
      return times.count >= sent
    }
    #expect(times.count == sent)
    #expect(try broker.values(of: Topology.Topic.rejected).isEmpty)
    #expect(try admission.end(signal: 2) == 0)
    return times.values.sorted()
  }
}
