import Core
import Ports
import Spool

/// The camera's outbox on its disk: the port, spoken by the spool.
final class SpoolOutbox: Outbox {
  private let spool: Spool

  init(path: String) throws(OutboxFault) {
    do { spool = try Spool(path: path) } catch { throw Self.fault(error) }
  }

  func append(_ entries: [OutboxEntry], checkpoint: Checkpoint?) throws(OutboxFault) {
    let stored = entries.map { entry in
      SpoolEntry(
        plane: entry.topic.hasPrefix("network.") ? .network : .personal, topic: entry.topic, key: entry.key,
        value: entry.value, timestamp: entry.timestamp, deduplicationID: entry.deduplicationID)
    }
    do {
      if let checkpoint {
        try spool.append(stored, checkpoint: checkpoint.name, checkpoint.value)
      } else {
        try spool.append(stored)
      }
    } catch { throw Self.fault(error) }
  }

  func pending(limit: Int, after sequence: Int64) throws(OutboxFault) -> [Ports.PendingEntry] {
    do {
      return try spool.pending(limit: limit, after: max(0, sequence)).map { pending in
        Ports.PendingEntry(
          sequence: pending.sequence,
          entry: OutboxEntry(
            topic: pending.entry.topic, key: pending.entry.key, value: pending.entry.value,
            timestamp: pending.entry.timestamp, deduplicationID: pending.entry.deduplicationID ?? []))
      }
    } catch { throw Self.fault(error) }
  }

  func acknowledge(_ sequences: [Int64]) throws(OutboxFault) {
    do { try spool.acknowledge(sequences) } catch { throw Self.fault(error) }
  }

  func checkpoint(named name: String) throws(OutboxFault) -> [UInt8]? {
    do { return try spool.checkpoint(name) } catch { throw Self.fault(error) }
  }

  func value(_ key: [UInt8]) throws(OutboxFault) -> [UInt8]? {
    do { return try spool.setting(Hexadecimal.encode(key)) } catch { throw Self.fault(error) }
  }

  func setValue(_ key: [UInt8], _ value: [UInt8]?) throws(OutboxFault) {
    do { try spool.setSetting(Hexadecimal.encode(key), value) } catch { throw Self.fault(error) }
  }

  var pendingCount: Int { get throws(OutboxFault) { spool.count } }

  private static func fault(_ error: SpoolError) -> OutboxFault {
    let kind: OutboxFault.Kind =
      switch error.kind {
      case .corrupted: .corrupted
      case .diskFull, .overLimit: .full
      case .inUse, .notPermitted, .newerVersion: .inaccessible
      case .other: .other
      }
    return OutboxFault(kind, operation: "\(error.operation) to \(error.path)", reason: error.reason, hint: error.hint)
  }
}
