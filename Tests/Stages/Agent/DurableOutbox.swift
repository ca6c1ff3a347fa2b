import Core
import Ports

/// What is on the camera's disk; it outlives the process.
final class CameraDisk {
  var entries: [PendingEntry] = []
  var acknowledged: Set<Int64> = []
  var seen: Set<[UInt8]> = []
  var checkpoints: [String: [UInt8]] = [:]
  var values: [[UInt8]: [UInt8]] = [:]
  var nextSequence: Int64 = 0

  var pending: [PendingEntry] { entries.filter { !acknowledged.contains($0.sequence) } }
}

/// How calls to the outside end badly: one call fails, before or after it did its work; with `isDeadly` everything
/// after it fails too, as when the process has been killed.
final class Misfortune {
  enum Moment: CaseIterable { case before, after }

  var countdown: Int
  let moment: Moment
  let isDeadly: Bool
  private(set) var hasStruck = false

  init(call: Int, _ moment: Moment, isDeadly: Bool = true) {
    countdown = call
    self.moment = moment
    self.isDeadly = isDeadly
  }

  /// Does the work, or not, and says whether the caller hears of it.
  func allows(_ work: () -> Void) -> Bool {
    if hasStruck && isDeadly { return false }
    countdown -= 1
    guard countdown == 0 else {
      work()
      return true
    }
    hasStruck = true
    if moment == .after { work() }
    return false
  }
}

/// An outbox on a disk of memory: a process that dies loses this, not the disk.
final class DurableOutbox: Outbox {
  let disk: CameraDisk
  let misfortune: Misfortune?

  init(_ disk: CameraDisk, _ misfortune: Misfortune? = nil) {
    self.disk = disk
    self.misfortune = misfortune
  }

  private func attempt(_ operation: String, _ work: () -> Void) throws(OutboxFault) {
    guard let misfortune else { return work() }
    guard misfortune.allows(work) else {
      throw OutboxFault(.inaccessible, operation: operation, reason: "the disk is gone", hint: "")
    }
  }

  func append(_ entries: [OutboxEntry], checkpoint: Checkpoint?) throws(OutboxFault) {
    try attempt("append") {
      for entry in entries where disk.seen.insert(entry.deduplicationID).inserted {
        disk.entries.append(PendingEntry(sequence: disk.nextSequence, entry: entry))
        disk.nextSequence += 1
      }
      if let checkpoint { disk.checkpoints[checkpoint.name] = checkpoint.value }
    }
  }

  func pending(limit: Int, after sequence: Int64) throws(OutboxFault) -> [PendingEntry] {
    var found: [PendingEntry] = []
    try attempt("pending") { found = Array(disk.pending.filter { $0.sequence > sequence }.prefix(limit)) }
    return found
  }

  func acknowledge(_ sequences: [Int64]) throws(OutboxFault) {
    try attempt("acknowledge") { disk.acknowledged.formUnion(sequences) }
  }

  func checkpoint(named name: String) throws(OutboxFault) -> [UInt8]? {
    var value: [UInt8]?
    try attempt("checkpoint") { value = disk.checkpoints[name] }
    return value
  }

  func value(_ key: [UInt8]) throws(OutboxFault) -> [UInt8]? {
    var value: [UInt8]?
    try attempt("value") { value = disk.values[key] }
    return value
  }

  func setValue(_ key: [UInt8], _ value: [UInt8]?) throws(OutboxFault) {
    try attempt("setValue") { disk.values[key] = value }
  }

  var pendingCount: Int { get throws(OutboxFault) { disk.pending.count } }
}

/// A broker that keeps what it is sent, and a producer to it.
final class Broker {
  var records: [OutgoingRecord] = []
}

final class BrokerProducer: LogProducer {
  let broker: Broker
  let misfortune: Misfortune?
  /// False: takes records and never says that it has them.
  var reports = true
  private var decided: [DeliveryReport] = []

  init(_ broker: Broker, _ misfortune: Misfortune? = nil) {
    self.broker = broker
    self.misfortune = misfortune
  }

  func send(_ record: OutgoingRecord, token: UInt64) throws(LogError) {
    let works = misfortune?.allows { broker.records.append(record) } ?? true
    guard works else { throw LogError(.unavailable, operation: "send", reason: "the broker is gone") }
    if misfortune == nil { broker.records.append(record) }
    if reports { decided.append(DeliveryReport(token: token)) }
  }

  func poll(wait: Timestamp.Span) -> [DeliveryReport] {
    defer { decided = [] }
    return decided
  }

  func flush(deadline: Timestamp.Span) throws(LogError) {}
  func close() {}
}

/// Gives the same presentation for the same context; nil for days it has no credential of.
final class TestWallet: CredentialWallet {
  var hasCredential = true
  private(set) var contexts: Set<[UInt8]> = []

  func sightingProof(tile: Tile, day: Int32) throws(IdentityFault) -> Proof? {
    guard hasCredential else { return nil }
    let context = Proof.sightingContext(tile: tile, day: day)
    contexts.insert(context)
    return Proof(suite: .arcV1P256, presentation: context, nonce: 0, day: day)
  }

  func exposureProof(day: Int32, nonce: UInt64) throws(IdentityFault) -> Proof? {
    guard hasCredential else { return nil }
    return Proof(suite: .arcV1P256, presentation: Proof.exposureContext(day: day), nonce: nonce, day: day)
  }
}
