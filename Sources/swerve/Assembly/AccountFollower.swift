import Core
import Ports

/// Account events as they come: one account's, for its camera, or all.
struct AccountFollower {
  /// How long the account events may stay away before the reader gives up: without them it would take a driver for one
  /// without consent, or without a camera.
  static let patience: Timestamp.Span = .seconds(30)

  private let reader: any LogReader
  private let account: RecordID?

  init(log: any RecordLog, account: RecordID? = nil) throws(LogError) {
    reader = try log.reader(topics: [Topology.Topic.accounts], from: .beginning)
    self.account = account
  }

  /// Everything up to the end that the log had when asked, one event after the other, so that none is lost when the
  /// rest cannot be read.
  /// - Throws: `.timedOut` when it cannot be read to there.
  func readAll(_ take: (AccountEvent) -> Void) throws(LogError) {
    let ends = try ends()
    var batch = RecordBatch()
    var quietSince = SystemClock().now()
    while true {
      let positions = try reader.positions(topic: Topology.Topic.accounts)
      if ends.allSatisfy({ positions[$0.key, default: 0] >= $0.value }) { return }
      try read(into: &batch, wait: .milliseconds(500), take)
      if !batch.isEmpty { quietSince = SystemClock().now() }
      if SystemClock().now() - quietSince > Self.patience {
        throw LogError(
          .timedOut, operation: "reading \(Topology.Topic.accounts)", reason: "its end did not come",
          hint: "nothing is lost; check the broker and start again")
      }
    }
  }

  /// Where each partition that holds something ends; a broker that does not answer at once is asked again.
  private func ends() throws(LogError) -> [Int32: Int64] {
    let end = SystemClock().now() + Self.patience
    while true {
      do throws(LogError) {
        return try reader.watermarks(topic: Topology.Topic.accounts).filter { !$0.value.isEmpty }.mapValues(
          \.upperBound)
      } catch {
        guard error.kind == .unavailable || error.kind == .timedOut, SystemClock().now() < end else { throw error }
      }
    }
  }

  func readNew() throws(LogError) -> [AccountEvent] {
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    try read(into: &batch, wait: .zero) { events.append($0) }
    return events
  }

  private func read(
    into batch: inout RecordBatch, wait: Timestamp.Span, _ take: (AccountEvent) -> Void
  ) throws(LogError) {
    _ = try AccountLog.read(reader, into: &batch, wait: wait) { event in
      if account == nil || event.accountID == account { take(event) }
    }
  }
}
