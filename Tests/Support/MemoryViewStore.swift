public import Ports

/// One process's hold on views in memory.
public final class MemoryViewStore: ViewStore {
  private let views: MemoryViews
  private var isClosed = false
  /// Epochs of partitions whose last write may or may not have happened: they must be claimed again.
  private var doubtful: [LogPartition: Int64] = [:]

  init(_ views: MemoryViews) { self.views = views }

  public func claim(_ partitions: [LogPartition]) throws(ViewError) -> [LogPartition: ViewClaim] {
    try call("claim of \(partitions.count) partitions") { state in
      var claims: [LogPartition: ViewClaim] = [:]
      for partition in partitions {
        var claim = state.positions[partition] ?? ViewClaim(epoch: 0, next: 0)
        claim.epoch += 1
        state.positions[partition] = claim
        claims[partition] = claim
      }
      return claims
    }
  }

  public func write(_ changes: [RowChange], positions: [LogPartition: ViewAdvance]) throws(ViewError) {
    let operation = "write of \(changes.count) changes"
    let isDoubtful = positions.contains { doubtful[$0] == $1.epoch }
    try call(operation, inDoubt: positions) { (state) throws(ViewError) in
      for (partition, advance) in positions {
        guard !isDoubtful, var claim = state.positions[partition], claim.epoch == advance.epoch else {
          throw ViewError(.fenced, operation: operation, reason: "partition \(partition.partition) was claimed since")
        }
        claim.next = advance.next
        claim.sequences.merge(advance.sequences) { _, last in last }
        state.positions[partition] = claim
      }
      for change in changes { try state.tables[change.table, default: MemoryViewTable()].apply(change) }
    }
  }

  public func close() { isClosed = true }

  private func call<Result: Sendable>(
    _ operation: String, inDoubt positions: [LogPartition: ViewAdvance] = [:],
    _ body: (inout MemoryViews.State) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    guard !isClosed else { throw ViewError(.other, operation: operation, reason: "the store is closed") }
    do throws(MemoryViewFailure) {
      return try views.call(operation, body)
    } catch {
      if !error.outcomeIsKnown { doubtful.merge(positions.mapValues(\.epoch)) { _, last in last } }
      throw error.error
    }
  }
}

extension RowChange {
  fileprivate var table: String {
    switch self {
    case .upsert(let batch), .update(let batch), .delete(let batch): batch.table
    }
  }
}
