import Core
import Credentials
import EventCodec
import Ports
import Projections
import Runtime

/// Folds the records of a prepared archive by the projections' own runtime and machines.
struct PreparedFolding: Sendable {
  /// Of each personal topic, as in `schemas/topics.json`.
  static let partitions = 12

  enum Records: Sendable {
    /// Each signature is verified and each payload opened.
    case sealed
    /// The same records; what they hold is known already.
    case opened
  }

  private let archive: BenchArchive
  private let log: PreparedLog
  private let payloads: KnownPayloads

  init(_ archive: BenchArchive) {
    self.archive = archive
    log = Self.log(archive)
    payloads = KnownPayloads(archive)
  }

  /// Until all is folded and written.
  /// - Throws: `CommandFailure` when the store does not answer.
  func fold(_ kind: Records, keys: DriverKeys, into store: any ViewStore) throws {
    let runtime =
      switch kind {
      case .opened: try runtime(store)
      case .sealed:
        try Stages.projections(
          log: log, store: store, keys: keys, serviceKey: archive.service.publicKey, clock: SystemClock()
        ).runtime
      }
    while runtime.statistics.absorbed < archive.records.count || runtime.isDirty {
      if case .unavailable = try runtime.step(wait: .zero) {
        throw CommandFailure(.unavailable, "the private PostgreSQL does not answer any more")
      }
    }
    runtime.close()
    precondition(runtime.statistics.counts["folded"] == archive.records.count, "every record is believed")
  }

  /// As `Stages.projections`, with signatures and payloads that are known to be good.
  private func runtime(_ store: any ViewStore) throws -> ViewRuntime<ProjectionMachine> {
    let accounts = try AccountFollower(log: log)
    let book = AccountBook { (take) throws(LogError) in try accounts.readAll(take) }
    try book.refresh()
    let member = log.member(MemberOptions(group: "projections", topics: Stages.personalTopics))
    let gate = PersonalRecordGate(
      signatures: GoodSignatures(), payloads: payloads, serviceKey: archive.service.publicKey)
    return ViewRuntime(member: member, topics: Stages.personalTopics, store: store, clock: SystemClock()) {
      ProjectionMachine(topic: $0.topic, claim: $1, codec: EventCodec(), book: book, gate: gate)
    }
  }

  private static func log(_ archive: BenchArchive) -> PreparedLog {
    let codec = EventCodec()
    var records: [String: [PreparedLog.Record]] = [:]
    records[Topology.Topic.accounts] = archive.accountEvents.map {
      PreparedLog.Record(partition: 0, time: $0.time, key: $0.accountID.bytes, value: codec.encode($0))
    }
    for topic in Stages.personalTopics {
      records[topic] = archive.records.filter { $0.topic == topic }.map {
        PreparedLog.Record(
          partition: Int32($0.vehicle.low % UInt64(partitions)), time: $0.time, key: $0.vehicle.bytes, value: $0.bytes)
      }
    }
    return PreparedLog(records, partitions: partitions)
  }
}

private struct GoodSignatures: SignatureChecking {
  func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8], suite: UInt32) -> Bool { true }
}

/// Payloads that were opened before, by record.
private struct KnownPayloads: PayloadOpening {
  private struct Key: Hashable {
    var vehicle: RecordID
    var content: UInt32
    var signing: UInt32
    var sequence: UInt64

    init(_ record: SealedRecord) {
      (vehicle, content) = (record.vehicleID, record.content.rawValue)
      (signing, sequence) = (record.signing, record.sequence)
    }
  }

  private let payloads: [Key: [UInt8]]

  init(_ archive: BenchArchive) {
    payloads = Dictionary(uniqueKeysWithValues: archive.records.map { (Key($0.sealed), $0.payload) })
  }

  func open(_ record: SealedRecord, topic: String) throws(IdentityFault) -> [UInt8] {
    guard let payload = payloads[Key(record)] else { throw .unknownKey }
    return payload
  }
}
