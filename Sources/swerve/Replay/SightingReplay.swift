import Core
import Credentials
import Foundation
import KafkaLog
import Ports
import Recordings
import Synchronization

/// What would the network have said? Every row of a table goes through a credential, the codec, a log, admission and
/// inference, in event time, on threads of their own, as in the network; only the log is embedded and has one
/// partition, so that its order is the table's.
final class SightingReplay: Sendable {
  struct Outcome: Sendable {
    /// One for each (hazard, revision).
    var revisions: [HazardRevision] = []
    var admitted = 0
    /// By `RejectionReason.name`.
    var refused: [String: Int] = [:]
  }

  let table: SightingTable
  let rule: HazardRule
  /// nil: the rows are trusted, without credentials.
  let issuer: IssuerSecret?
  let log: any RecordLog
  let clock = ReplayClock()
  let flow = ReplayFlow()
  let outcome = Mutex(Outcome())
  private let failure = Mutex<(any Error)?>(nil)

  init(_ table: SightingTable, rule: HazardRule, trusted: Bool) throws {
    self.table = table
    self.rule = rule
    issuer = trusted ? nil : try IssuerSecret.generate()
    let broker = try EmbeddedBroker()
    // The embedded broker answers a fetch that finds nothing only after this wait, whatever comes meanwhile.
    let configuration = KafkaConfiguration(
      bootstrapServers: broker.bootstrapServers, properties: ["fetch.wait.max.ms": "5"], diagnostics: { _ in })
    log = try broker.log(configuration)
    try log.createTopics(
      Topology.topicsOfRecordedTime.filter { Self.topics.contains($0.name) }.map { topic in
        TopicSpecification(name: topic.name, partitions: 1, settings: topic.settings)
      })
  }

  private static let topics = [
    Topology.Topic.sightings, Topology.Topic.admitted, Topology.Topic.rejected, Topology.Topic.hazards,
  ]

  /// Runs once. Takes some 3 s longer than the work: a group's first member waits that long for others.
  func run() async throws -> Outcome {
    let parts: [(String, @Sendable (SightingReplay) throws -> Void)] = [
      ("presenting", { try $0.present() }), ("admission", { try $0.admit() }), ("inference", { try $0.infer() }),
      ("hazards", { try $0.collect() }),
    ]
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let ended: @Sendable () -> Void = Countdown(parts.count) { continuation.resume() }.leave
      for (name, work) in parts {
        _ = StageThread("replay \(name)", failed: Console.note) { [self] _ in
          do { try work(self) } catch { stop(because: error) }
          ended()
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return outcome.withLock { $0 }
  }

  /// The first reason counts: what follows is its consequence.
  private func stop(because error: any Error) {
    failure.withLock { first in if first == nil { first = error } }
    flow.stop()
  }

  /// Calls back when as many have left as were expected.
  private final class Countdown: Sendable {
    private let left: Atomic<Int>
    private let done: @Sendable () -> Void

    init(_ count: Int, done: @escaping @Sendable () -> Void) {
      left = Atomic(count)
      self.done = done
    }

    @Sendable func leave() {
      if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
    }
  }
}
