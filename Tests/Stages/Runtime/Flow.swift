import Admission
import Core
import EventCodec
import Inference
import Ports
import Runtime
import TestSupport

/// Admission and Inference on a log in memory, through real bytes, turned by hand.
final class Flow {
  static let start = Timestamp(milliseconds: 1_767_225_600_000)
  /// Far more turns than any test takes.
  static let turnsMax = 5_000

  let log = MemoryLog()
  let clock = SettableClock(start)
  let partitions: (sightings: Int, admitted: Int)
  var rule = HazardRule()
  var limits = RuntimeLimits()
  var makeVerifier: () -> any ProofVerifier = { NumberedProofs() }
  /// Whether admission reads the exposures too.
  var readsExposures = false
  private let codec = EventCodec()

  struct Stuck: Error {}

  init(sightings: Int = 1, admitted: Int = 1) throws {
    partitions = (sightings, admitted)
    try log.createTopics([
      TopicSpecification(name: "network.sightings", partitions: sightings),
      TopicSpecification(name: "network.exposures", partitions: sightings),
      TopicSpecification(name: "network.admitted", partitions: admitted),
      TopicSpecification(name: "network.rejected", partitions: 1),
      TopicSpecification(name: "network.hazards", partitions: admitted),
    ])
  }

  // MARK: Stages

  func admission(_ instance: String = "0") throws -> StageRuntime<AdmissionMachine> {
    let topics = AdmissionMachine.Topics(admittedPartitions: try log.partitionCount(of: "network.admitted"))
    let session = try log.session(
      SessionOptions(
        group: "admission", topics: readsExposures ? topics.inputs : [topics.sightings],
        transactionalID: "admission-\(instance)"))
    let verifier = makeVerifier()
    return StageRuntime(session: session, clock: clock, limits: limits) { [codec] source, _ in
      AdmissionMachine(codec: codec, verifier: verifier, topics: topics, source: source)
    }
  }

  func inference(_ instance: String = "0") throws -> StageRuntime<InferenceMachine> {
    let topics = InferenceMachine.Topics(partitions: try log.partitionCount(of: "network.admitted"))
    let session = try log.session(
      SessionOptions(group: "inference", topics: [topics.admitted], transactionalID: "inference-\(instance)"))
    return StageRuntime(session: session, clock: clock, limits: limits) { [codec, rule] source, start in
      InferenceMachine(rule: rule, codec: codec, topics: topics, partition: source.partition, from: start)
    }
  }

  /// Turns the runtime until it has absorbed everything its topic holds.
  func turn<Machine>(_ runtime: StageRuntime<Machine>, through topic: String) throws {
    for _ in 0..<Self.turnsMax {
      if isThrough(runtime, topic) { return }
      try runtime.step(wait: .zero)
    }
    throw Stuck()
  }

  /// Turns the runtime until its group has committed everything the topic holds.
  func turnUntilCommitted<Machine>(_ runtime: StageRuntime<Machine>, of topic: String, group: String) throws {
    for _ in 0..<Self.turnsMax {
      if isCommitted(topic, group: group) { return }
      if isThrough(runtime, topic) { clock.advance(by: .seconds(1)) }
      try runtime.step(wait: .zero)
    }
    throw Stuck()
  }

  func isThrough<Machine>(_ runtime: StageRuntime<Machine>, _ topic: String) -> Bool {
    let ends = log.contents(of: topic).map { Int64($0.count) }
    let positions = runtime.positions
    let input = topic == "network.exposures" ? 1 : 0
    return ends.indices.allSatisfy { positions[TopicPartition(topic: input, partition: Int32($0))] == ends[$0] }
  }

  /// Both stages from where they stand to the end, then closed in order.
  func run() throws {
    let admission = try admission()
    try turn(admission, through: "network.sightings")
    admission.close()
    let inference = try inference()
    try turn(inference, through: "network.admitted")
    inference.close()
  }

  // MARK: Input

  /// Writes the sightings as a camera does, one record each; the log's time is a second after the event.
  func send(_ sightings: [HazardSighting], partition: Int32 = 0) {
    for sighting in sightings {
      send(codec.encode(sighting), to: "network.sightings", partition: partition, logTime: sighting.time + .seconds(1))
    }
  }

  func send(_ value: [UInt8]?, to topic: String, partition: Int32 = 0, logTime: Timestamp = start) {
    log.append(OutgoingRecord(topic: topic, key: [1, 2, 3], value: value, timestamp: logTime), partition: partition)
  }

  /// Brakings of numbered cameras.
  static func crowd(
    _ cameras: Range<Int>, at centre: Coordinate, course: Double = 90, after: Timestamp.Span = .zero,
    every step: Timestamp.Span = .seconds(5), spread: Double = 40
  ) -> [HazardSighting] {
    Brakings.crowd(
      cameras: cameras, at: centre, course: course, from: start + after, every: step, spread: spread
    ) { NumberedProofs.proof(camera: $0, at: $1, time: $2) }
  }
}
