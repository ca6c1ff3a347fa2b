import Core
import EventCodec
import Foundation
import TestSupport

@testable import swerve

/// The 28 recorded drives through everything, once for all tests: a camera with footage, a real broker, a real database.
/// The stages that write rows are killed with kill -9 at seeded moments, the agent is killed in its uploads, and the
/// database goes away once.
struct RecordedRun {
  static let outcome = Result { try RecordedRun() }

  /// Clips: one around each of three brakings, and the same file as a part of its drive.
  static let films = 3
  static let filmSeconds = 20
  /// The agent's pieces are of 4 MiB.
  static let filmByteCount = 12 << 20
  /// A question to the database is a process of its own.
  static let query = Timestamp.Span.milliseconds(100)

  struct Trip {
    var meters: Double
  }

  struct Event {
    var kind: UInt32
    /// Seconds since 1970.
    var time: Double
  }

  /// Event times of the sightings that admission took, seconds.
  var admitted: [Double] = []
  var sent = 0
  var rejected = 0
  var trips: [Trip] = []
  var events: [Event] = []
  /// Rows after the kills, and folded anew from offset zero.
  var views = ""
  var viewsAgain = ""
  var figures = ""
  var figuresAgain = ""
  var exposures = 0
  var contributions = 0
  var kills = 0
  /// Acknowledged bytes of a clip that were not there after a kill.
  var lostBytes = 0
  /// Whether each event clip came back byte for byte.
  var filmsAsTheyWere: [Bool] = []
  var clipsReceived = 0
  /// What the scan of the raw files said: of the personal plane, and of files that hold the canaries.
  var scan = CanaryScan.Report()
  var control = CanaryScan.Report()
  /// Rows and objects of the driver when all has been done about the erasure.
  var leftAfterErasure = ""
  var unruly: [String] = []

  private init() throws {
    let broker = try Broker(.real)
    let secret = try IssuerSecretFile()
    let folder = try TemporaryFolder()
    let archive = try ArchiveProcesses(broker)
    let camera = try CameraProcess(broker, issuerSecret: secret.path, archive: archive.keys)
    let footage = try RecordedFootage(folder: folder.path + "/footage")
    let admission = try RunningSwerve(
      ["run", "admission", "--secret", secret.path, "--kafka", broker.bootstrapServers],
      output: folder.path + "/admission.log")
    for stage in ArchiveProcesses.Stage.allCases { try archive.start(stage) }
    try archive.waitUntilReady(.clips)

    let uploads = ["--clips", footage.folder, "--uploads", archive.clipsAddress]
    func startAgent() throws -> RunningSwerve {
      try camera.start(RecordedColumns.path, recordedTime: true, uploads: uploads)
    }
    let agent = try startAgent()
    try Self.disturb(archive, while: agent)
    lostBytes = try Self.upload(archive, agent, again: startAgent)
    try takeAdmitted(broker)
    try takeRows(broker, archive)
    kills = archive.kills
    filmsAsTheyWere = try footage.download(from: archive, account: try camera.keys.accountID)
    (scan, control) = try CanaryScan.run(footage, broker, archive)
    leftAfterErasure = try archive.erase(try camera.keys.accountID)
    unruly = try archive.end()
    if try admission.end(signal: 2) != 0 { unruly.append(admission.text) }
  }

  /// Kills projections and insights while the drives come in.
  private static func disturb(_ archive: ArchiveProcesses, while agent: RunningSwerve) throws {
    var chance = SeededGenerator(seed: 28)
    let moments = (0..<4).map { _ in Int64.random(in: 1...250, using: &chance) }.sorted()
    for (index, moment) in moments.enumerated() {
      try Patience.wait(for: "\(moment) records are held", every: Self.query) {
        try archive.held(of: [Topology.Topic.drives]) >= moment || agent.hasEnded() != nil
      }
      if index == 2 {
        try archive.restartDatabase()
      } else {
        try archive.killAndStart(.projections)
      }
      if index.isMultiple(of: 2) { try archive.killAndStart(.insights) }
    }
  }

  /// Kills the clip service and the agent while footage comes in, until all of it is there.
  /// - Returns: acknowledged bytes that were lost.
  private static func upload(
    _ archive: ArchiveProcesses, _ first: RunningSwerve, again: () throws -> RunningSwerve
  ) throws -> Int {
    var chance = SeededGenerator(seed: 29)
    let total = Int64(films * filmByteCount)
    var moments = (1...3).map { Int64.random(in: 1...(total / 4), using: &chance) + Int64($0 - 1) * total / 4 }
    var (agent, lost) = (first, 0)
    func landed() throws -> [String: Int64] {
      let rows = try archive.personal("SELECT encode(clip_id, 'hex'), coalesce(landed, 0) FROM clips.clips")
      return Dictionary(
        uniqueKeysWithValues: rows.split(separator: "\n").compactMap { row in
          let parts = row.split(separator: "|")
          return parts.count == 2 ? (String(parts[0]), Int64(parts[1]) ?? 0) : nil
        })
    }
    try Patience.wait(for: "the footage is received", within: .minutes(8), every: Self.query) {
      let before = try landed()
      if let moment = moments.first, before.values.reduce(0, +) >= moment {
        moments.removeFirst()
        try archive.killAndStart(.clips)
        if moments.count == 1 { try agent.kill() }
        try archive.waitUntilReady(.clips)
        let after = try landed()
        lost += before.reduce(0) { $0 + Int(max(0, $1.value - after[$1.key, default: 0])) }
      }
      // Killed, or it left the rest for later.
      if try agent.hasEnded() != nil, try received(archive) < 2 * films { agent = try again() }
      return try moments.isEmpty && received(archive) == 2 * films && agent.hasEnded() != nil
    }
    return lost
  }

  private static func received(_ archive: ArchiveProcesses) throws -> Int {
    Int(try archive.personal("SELECT count(*) FROM clips.clips WHERE received_at IS NOT NULL")) ?? 0
  }

  /// Waits until admission has decided on each sighting and exposure.
  private mutating func takeAdmitted(_ broker: Broker) throws {
    let all = try broker.values(of: Topology.Topic.sightings).count
    let passes = try broker.values(of: Topology.Topic.exposures).count
    let codec = EventCodec()
    let follower = try TopicFollower(broker.log, Topology.Topic.admitted)
    defer { follower.close() }
    var times: [RecordID: Double] = [:]
    var taken: Set<UInt64> = []
    try Patience.wait(for: "all \(all) sightings and \(passes) exposures are admitted") {
      for value in try follower.readNew() {
        let batch = try codec.decodeAdmittedBatch(value.span)
        for row in 0..<batch.sightings.count {
          times[batch.sightings.recordIDs[row]] = Double(batch.sightings.eventTime[row]) / 1_000
        }
        taken.formUnion(batch.exposures.contribution)
      }
      return times.count >= all && taken.count >= passes
    }
    (sent, admitted) = (all, times.values.sorted())
    exposures = taken.count
    rejected = try broker.values(of: Topology.Topic.rejected).count
  }

  private mutating func takeRows(_ broker: Broker, _ archive: ArchiveProcesses) throws {
    let topics = [Topology.Topic.drives, Topology.Topic.clips]
    let end = try topics.reduce(Int64(0)) { $0 + Int64(try broker.values(of: $1).count) }
    try Patience.wait(for: "all \(end) records of the archive are folded", every: Self.query) {
      try archive.held(of: topics) >= end
    }
    try Patience.wait(for: "all \(exposures) exposures are counted", every: Self.query) {
      contributions = Int(try archive.network("SELECT coalesce(sum(passes), 0) FROM insights.segment_hours")) ?? 0
      return contributions >= exposures
    }
    trips = try archive.personal("SELECT distance_m FROM personal.trips WHERE ended_at IS NOT NULL")
      .split(separator: "\n").map { Trip(meters: Double($0) ?? 0) }
    events = try archive.personal("SELECT kind, extract(epoch FROM happened_at) FROM personal.events")
      .split(separator: "\n").map { line in
        let parts = line.split(separator: "|")
        return Event(kind: UInt32(parts[0]) ?? 0, time: Double(parts[1]) ?? 0)
      }
    clipsReceived = Int(try archive.personal("SELECT count(*) FROM personal.clips WHERE received_at IS NOT NULL")) ?? 0
    (views, figures) = (try archive.views(), try archive.figures())
    try archive.rebuild()
    viewsAgain = try archive.views()
    // Of one group: two would share the partitions.
    try archive.end(.insights)
    figuresAgain = try InsightsAnew(broker, contributions).figures
  }
}

/// The insurers' figures folded by an undisturbed stage into another database, from the beginning of the log.
struct InsightsAnew {
  let figures: String

  init(_ broker: Broker, _ contributions: Int) throws {
    let archive = try ArchiveProcesses(broker)
    try archive.start(.insights)
    try Patience.wait(for: "the figures are there again", every: RecordedRun.query) {
      Int(try archive.network("SELECT coalesce(sum(passes), 0) FROM insights.segment_hours")) ?? 0 >= contributions
    }
    figures = try archive.figures()
    _ = try archive.end()
  }
}
