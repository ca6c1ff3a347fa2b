internal import Core
public import Ports

/// What every `ViewStore` promises, clause by clause. Each check uses partitions and keys of its own, so that one
/// database can be asked for all of them at the same time; each blocks.
///
/// It writes to a table `samples` with the columns `key_id` and `part` (the key), `owner_id`, `number`, `amount`,
/// `words`, `payload`, `moment`, `flag`, one of each type of `RowColumn.Values`.
public struct ViewStoreContract: Sendable {
  let open: @Sendable () throws(ViewError) -> any ViewStore
  let readSamples: @Sendable () throws -> [[String: ViewCell]]

  public init(
    open: @escaping @Sendable () throws(ViewError) -> any ViewStore,
    samples: @escaping @Sendable () throws -> [[String: ViewCell]]
  ) {
    self.open = open
    readSamples = samples
  }

  /// A promise that was not kept.
  public struct Broken: Error, CustomStringConvertible {
    public var description: String
  }

  public enum Clause: String, CaseIterable, Sendable {
    case newPartitionStartsAtZero, positionsAreRemembered, sequencesAreRemembered, everyClaimRaisesTheEpoch
    case olderEpochIsFenced, oneFencedRefusesAll, unclaimedIsFenced, positionsAlone, rowsAlone
    case everyTypeComesBack, extremesComeBack, unknownsComeBack
    case upsertMerges, unknownsMerge, updateMerges, updateOfMissing, deleteByWholeKey, deleteByPartOfKey
    case changesInOrder, repeatedKeysInOrder, emptyBatch, refusedChangeLeavesNothing, closedStore
  }

  public func check(_ clause: Clause) throws {
    switch clause {
    case .newPartitionStartsAtZero: try newPartitionStartsAtZero()
    case .positionsAreRemembered: try positionsAreRemembered()
    case .sequencesAreRemembered: try sequencesAreRemembered()
    case .everyClaimRaisesTheEpoch: try everyClaimRaisesTheEpoch()
    case .olderEpochIsFenced: try olderEpochIsFenced()
    case .oneFencedRefusesAll: try oneFencedRefusesAll()
    case .unclaimedIsFenced: try unclaimedIsFenced()
    case .positionsAlone: try positionsAlone()
    case .rowsAlone: try rowsAlone()
    case .everyTypeComesBack: try everyTypeComesBack()
    case .extremesComeBack: try extremesComeBack()
    case .unknownsComeBack: try unknownsComeBack()
    case .upsertMerges: try upsertMerges()
    case .unknownsMerge: try unknownsMerge()
    case .updateMerges: try updateMerges()
    case .updateOfMissing: try updateOfMissing()
    case .deleteByWholeKey: try deleteByWholeKey()
    case .deleteByPartOfKey: try deleteByPartOfKey()
    case .changesInOrder: try changesInOrder()
    case .repeatedKeysInOrder: try repeatedKeysInOrder()
    case .emptyBatch: try emptyBatch()
    case .refusedChangeLeavesNothing: try refusedChangeLeavesNothing()
    case .closedStore: try closedStore()
    }
  }
}

/// The steps the clauses are made of.
extension ViewStoreContract {
  /// A partition of this clause's own.
  func place(_ clause: Clause, _ partition: Int32 = 0) -> LogPartition {
    LogPartition(topic: "contract.\(clause.rawValue)", partition: partition)
  }

  /// A key of this clause's own.
  func key(_ clause: Clause) -> RecordID {
    let number = Clause.allCases.firstIndex(of: clause) ?? 0
    return RecordID(high: 0x636f_6e74_7261_6374, low: UInt64(number))
  }

  func require(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
    if !condition { throw Broken(description: promise()) }
  }

  func requireError(_ kind: ViewError.Kind, _ promise: String, _ body: () throws(ViewError) -> Void) throws {
    do throws(ViewError) {
      try body()
    } catch {
      try require(error.kind == kind, "\(promise): expected \(kind), got \(error.kind) – \(error)")
      try require(!error.operation.isEmpty && !error.reason.isEmpty, "\(promise): the error says what and why")
      return
    }
    throw Broken(description: "\(promise): nothing was thrown")
  }

  func claim(_ store: any ViewStore, _ place: LogPartition) throws -> ViewClaim {
    guard let claim = try store.claim([place])[place] else {
      throw Broken(description: "a claim answers what was asked")
    }
    return claim
  }

  /// Rows for the clause's key, one for each part.
  func batch(_ clause: Clause, parts: [Int64], _ columns: [RowColumn] = []) -> RowBatch {
    let keys = [
      RowColumn("key_id", .key, .ids(parts.map { _ in key(clause) })), RowColumn("part", .key, .integers(parts)),
    ]
    return RowBatch(table: "samples", columns: keys + columns)
  }

  /// The clause's rows in the order of their parts; columns that are null are absent.
  func rows(_ clause: Clause) throws -> [[String: ViewCell]] {
    let own = try readSamples().filter { $0["key_id"] == .id(key(clause)) }
    return own.map { row in row.filter { $0.key != "key_id" && $0.value != .null } }.sorted { left, right in
      guard case .integer(let first) = left["part"], case .integer(let second) = right["part"] else { return false }
      return first < second
    }
  }
}
