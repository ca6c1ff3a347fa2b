import Core
import Ports

/// The camera's own account events: consent comes and goes.
struct AccountFollower {
  private let reader: any LogReader
  private let account: RecordID

  init(log: any RecordLog, account: RecordID) throws(LogError) {
    reader = try log.reader(topics: [Topology.Topic.accounts], from: .beginning)
    self.account = account
  }

  /// Everything up to the end that the log had when asked.
  /// - Throws: `.timedOut` when it cannot be read to there.
  func readAll() throws(LogError) -> [AccountEvent] {
    let ends = try reader.watermarks(topic: Topology.Topic.accounts).filter { !$0.value.isEmpty }.mapValues(\.upperBound)
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    var quietSince = SystemClock().now()
    while true {
      let positions = try reader.positions(topic: Topology.Topic.accounts)
      if ends.allSatisfy({ positions[$0.key, default: 0] >= $0.value }) { return events }
      _ = try AccountLog.read(reader, into: &batch, wait: .milliseconds(500)) { event in
        if event.accountID == account { events.append(event) }
      }
      if !batch.isEmpty { quietSince = SystemClock().now() }
      if SystemClock().now() - quietSince > CameraRunner.accountsWait {
        throw LogError(
          .timedOut, operation: "reading \(Topology.Topic.accounts)", reason: "its end did not come",
          hint: "nothing was sent; check the broker and start again")
      }
    }
  }

  func readNew() throws(LogError) -> [AccountEvent] {
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    _ = try AccountLog.read(reader, into: &batch, wait: .zero) { if $0.accountID == account { events.append($0) } }
    return events
  }
}
