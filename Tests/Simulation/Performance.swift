import Core
import EventCodec
import Foundation
import Ports
import TestSupport

@testable import swerve

/// One run of the story through the three stages as processes, with a subscriber, disturbed or not.
final class Performance {
  /// Kills a stage right after so many sightings were sent, and starts it again.
  struct Kill: Hashable, Sendable {
    var stage: StageProcesses.Stage
    var after: Int
    /// The subscriber comes back only once the stage is ready: then nothing but the id of its last event tells what it
    /// has missed. Otherwise it comes back at once, and hears again what the stage reads.
    var comesBackLate = false
  }

  struct Outcome: Sendable {
    /// By id and revision, what the log holds; and what the subscriber heard.
    var written: Set<HeardHazard> = []
    var heard: Set<HeardHazard> = []
    /// Admitted rows beyond one for each sighting.
    var admittedTwice = 0
    /// Records of `network.hazards` beyond one for each revision.
    var saidTwice = 0
    var refused = 0
    var reconnections = 0
    var unordered: [String] = []
  }

  /// Sightings sent at once, before the next look at what became of them.
  static let piece = 9
  /// The dead member of a group is missed after its session of 10 s.
  static let patience = Timestamp.Span.seconds(300)

  private let story: Story
  private let broker: Broker
  private let stages: StageProcesses
  private let subscriber: Subscriber
  private let codec = EventCodec()
  private let producer: any LogProducer
  private let admitted: TopicFollower
  private var admittedIDs: [RecordID] = []
  private var sent = 0
  /// The subscriber does not come back yet.
  private var isAway = false

  /// Set where the result is known: it tells when a stage is through with what was sent.
  private let expected: Set<HeardHazard>?

  init(_ story: Story, on kind: Broker.Kind, expecting expected: Set<HeardHazard>?) throws {
    self.story = story
    self.expected = expected
    broker = try Broker(kind)
    stages = try StageProcesses(broker, issuerSecret: story.issuerSecret)
    subscriber = Subscriber(port: stages.streamPort, tiles: story.tiles)
    producer = try broker.log.producer(idempotent: false)
    admitted = try TopicFollower(broker.log, Topology.Topic.admitted)
  }

  /// What the story comes to when nothing happens to any process.
  static let undisturbed = Result { try Performance(Story.told.get(), on: .embedded, expecting: nil).run(killing: []) }

  func run(killing kills: [Kill]) throws -> Outcome {
    defer { producer.close() }
    try wait("the stream opens") { subscriber.isOpen }
    var kills = kills.sorted { $0.after < $1.after }
    while sent < story.sightings.count {
      let end = min(sent + Self.piece, story.sightings.count)
      while let kill = kills.first, kill.after <= end {
        kills.removeFirst()
        // Everybody is at work, and through with what was sent.
        try wait("all that was due is heard") { isThrough }
        try send(to: kill.after)
        try stages.kill(kill.stage)
        try stages.start(kill.stage)
        isAway = kill.stage == .alerts && kill.comesBackLate
      }
      try send(to: end)
      try wait("\(sent) sightings are admitted") { try areAdmitted() }
    }
    try wait("the last hazards are heard") { isOver }
    return try look()
  }

  private func send(to end: Int) throws {
    guard end > sent else { return }
    for (region, sighting) in story.sightings[sent..<end] {
      try producer.send(
        OutgoingRecord(
          topic: Topology.Topic.sightings, partition: Int32(region), key: sighting.recordID.bytes,
          value: codec.encode(sighting), timestamp: sighting.time + .seconds(1)), token: 0)
    }
    try producer.flush(deadline: .seconds(30))
    for report in producer.poll(wait: .zero) { if let error = report.error { throw error } }
    sent = end
  }

  private func areAdmitted() throws -> Bool {
    for value in try admitted.readNew() {
      admittedIDs += try codec.decodeAdmittedBatch(value.span).sightings.recordIDs
    }
    return Set(admittedIDs).count >= sent
  }

  /// Whether all was heard that a sighting says on arrival.
  private var isThrough: Bool {
    guard let expected else { return true }
    let times = Set(story.sightings[..<sent].map(\.sighting.time))
    return Set(subscriber.heard).isSuperset(of: expected.filter { times.contains($0.time) })
  }

  /// Each region's last hazard comes after all else of its partition.
  private var isOver: Bool {
    let heard = Set(subscriber.heard)
    if let expected, !heard.isSuperset(of: expected) { return false }
    return Set(heard.filter { $0.opened >= story.lastChapter }.map(\.id)).count == Story.homes.count
  }

  private func wait(_ subject: String, until condition: () throws -> Bool) throws {
    do {
      try Patience.wait(for: subject, within: Self.patience) {
        if isAway { isAway = !stages.isReady }
        if !isAway { subscriber.listen() }
        if let ended = try stages.ended() { throw Patience.Exhausted(description: ended) }
        return try condition()
      }
    } catch let error as Patience.Exhausted {
      let missing = (expected ?? []).subtracting(subscriber.heard).sorted { $0.time < $1.time }
      throw Patience.Exhausted(
        description: "\(error)\nsent \(sent), admitted \(Set(admittedIDs).count), heard \(Set(subscriber.heard).count)"
          + "\nmissing \(missing)\n\(stages.texts)")
    }
  }

  private func look() throws -> Outcome {
    let unordered = try stages.end()
    let records = try broker.values(of: Topology.Topic.hazards).map { value in
      HeardHazard(try codec.decodeHazardRevision(value.span))
    }
    _ = try areAdmitted()
    admitted.close()
    var outcome = Outcome()
    outcome.written = Set(records)
    outcome.heard = Set(subscriber.heard)
    outcome.admittedTwice = admittedIDs.count - Set(admittedIDs).count
    outcome.saidTwice = records.count - outcome.written.count
    outcome.refused = try broker.values(of: Topology.Topic.rejected).count
    outcome.reconnections = subscriber.reconnections
    outcome.unordered = unordered + subscriber.broken
    return outcome
  }
}
