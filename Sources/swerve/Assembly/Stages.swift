import Admission
import Clips
import Core
import Credentials
import EventCodec
import Foundation
import History
import Inference
import Insights
import Ports
import Projections
import Runtime

/// How the stages are put together from their machines and the edges: the one place that knows both.
enum Stages {
  /// How long one turn of a loop waits for records.
  static let turn: Timestamp.Span = .milliseconds(100)

  static func admission(
    log: any RecordLog, issuer: IssuerSecret, clock: any WallClock, instance: String
  ) throws -> StageRuntime<AdmissionMachine> {
    let topics = AdmissionMachine.Topics(admittedPartitions: try log.partitionCount(of: Topology.Topic.admitted))
    let session = try log.session(
      SessionOptions(group: "admission", topics: topics.inputs, transactionalID: "admission-\(instance)"))
    let verifier = ArcProofVerifier(issuer)
    return StageRuntime(session: session, clock: clock) { source, _ in
      AdmissionMachine(codec: EventCodec(), verifier: verifier, topics: topics, source: source)
    }
  }

  static func inference(
    log: any RecordLog, rule: HazardRule, clock: any WallClock, instance: String
  ) throws -> StageRuntime<InferenceMachine> {
    let topics = InferenceMachine.Topics(partitions: try log.partitionCount(of: Topology.Topic.admitted))
    let session = try log.session(
      SessionOptions(group: "inference", topics: [topics.admitted], transactionalID: "inference-\(instance)"))
    return StageRuntime(session: session, clock: clock) { source, start in
      InferenceMachine(rule: rule, codec: EventCodec(), topics: topics, partition: source.partition, from: start)
    }
  }

  static let personalTopics = [Topology.Topic.drives, Topology.Topic.clips]

  /// - Parameter serviceKey: public key of the clip service, whose records stand beside those of the devices.
  static func projections(
    log: any RecordLog, store: any ViewStore, keys: DriverKeys, serviceKey: [UInt8]? = nil,
    group: String = "projections", limits: ViewLimits = ViewLimits(), clock: any WallClock
  ) throws -> (runtime: ViewRuntime<ProjectionMachine>, book: AccountBook) {
    try personal(
      log: log, topics: personalTopics, group: group, store: store, keys: keys, serviceKey: serviceKey, limits: limits,
      clock: clock
    ) { ProjectionMachine(topic: $0, claim: $1, codec: EventCodec(), book: $2, gate: $3) }
  }

  /// What devices declare on `personal.clips`, for the clip service's ledger.
  static func clips(
    log: any RecordLog, store: any ViewStore, keys: DriverKeys, serviceKey: [UInt8],
    limits: ViewLimits = ViewLimits(), clock: any WallClock
  ) throws -> (runtime: ViewRuntime<ClipMachine>, book: AccountBook) {
    try personal(
      log: log, topics: [Topology.Topic.clips], group: "clips", store: store, keys: keys, serviceKey: serviceKey,
      limits: limits, clock: clock
    ) { ClipMachine(topic: $0, claim: $1, codec: EventCodec(), book: $2, gate: $3) }
  }

  /// What all stages that read the personal plane begin with: who is paired is known before the first record is judged.
  private static func personal<Machine: ViewMachine>(
    log: any RecordLog, topics: [String], group: String, store: any ViewStore, keys: DriverKeys, serviceKey: [UInt8]?,
    limits: ViewLimits, clock: any WallClock,
    makeMachine: @escaping (String, ViewClaim, AccountBook, PersonalRecordGate) -> Machine
  ) throws -> (runtime: ViewRuntime<Machine>, book: AccountBook) {
    let accounts = try AccountFollower(log: log)
    let book = AccountBook { (take) throws(LogError) in try accounts.readAll(take) }
    try book.refresh()
    let opening = VaultKeyRing(keys, clock: clock)
    let member = try log.member(MemberOptions(group: group, topics: topics))
    let runtime = ViewRuntime(member: member, topics: topics, store: store, clock: clock, limits: limits) {
      place, claim in
      makeMachine(
        place.topic, claim, book,
        PersonalRecordGate(signatures: DeviceSignatures(), payloads: opening, serviceKey: serviceKey))
    }
    return (runtime, book)
  }

  static func insights(
    log: any RecordLog, store: any ViewStore, limits: ViewLimits = ViewLimits(), clock: any WallClock
  ) throws -> ViewRuntime<InsightsMachine> {
    let topics = [Topology.Topic.admitted]
    let member = try log.member(MemberOptions(group: "insights", topics: topics))
    return ViewRuntime(member: member, topics: topics, store: store, clock: clock, limits: limits) { place, _ in
      InsightsMachine(topic: place.topic, codec: EventCodec())
    }
  }

  static func history(
    log: any RecordLog, store: any ViewStore, group: String = "history", limits: ViewLimits = ViewLimits(),
    clock: any WallClock
  ) throws -> ViewRuntime<HistoryMachine> {
    let topics = [Topology.Topic.hazards]
    let member = try log.member(MemberOptions(group: group, topics: topics))
    return ViewRuntime(member: member, topics: topics, store: store, clock: clock, limits: limits) { place, _ in
      HistoryMachine(topic: place.topic, codec: EventCodec())
    }
  }

  /// How long a stage waits when its log or its store does not answer.
  static let pause = 0.2
  /// Account events are looked at this often, in turns of the loop.
  static let turnsBetweenAccounts = 20

  /// Turns a view runtime until the signal; `book` hears of new account events meanwhile.
  static func run<Machine: ViewMachine>(
    _ runtime: ViewRuntime<Machine>, book: AccountBook? = nil, until signal: StageThread.Signal,
    report: (RuntimeStatistics) -> Void = { _ in }
  ) throws {
    var turns = 0
    while !signal.isStopped {
      let outcome = try runtime.step(wait: turn)
      report(runtime.statistics)
      if case .unavailable = outcome { Thread.sleep(forTimeInterval: pause) }
      turns += 1
      guard let book, turns.isMultiple(of: turnsBetweenAccounts) else { continue }
      do throws(LogError) { try book.refresh() } catch {
        guard error.kind == .unavailable || error.kind == .timedOut else { throw error }
      }
    }
    runtime.close()
  }

  /// Turns the runtime until the signal, tells `report` after each turn.
  static func run<Machine: PartitionMachine>(
    _ runtime: StageRuntime<Machine>, until signal: StageThread.Signal,
    report: (RuntimeStatistics) -> Void = { _ in }
  ) throws {
    while !signal.isStopped {
      try runtime.step(wait: turn)
      report(runtime.statistics)
    }
    runtime.close()
  }
}
