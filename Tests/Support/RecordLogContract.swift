public import Core
public import Ports

/// What every `RecordLog` promises, clause by clause. Each check uses topics, groups and ids of its own, so that one
/// log can be asked for all of them at the same time; each blocks, so it wants a thread of its own (`onOwnThread`).
public struct RecordLogContract: Sendable {
  let log: any RecordLog
  /// Prefix of every name: two runs on one broker do not meet.
  let run: String
  /// How long a condition may take to come true.
  let patience: Timestamp.Span

  public init(_ log: any RecordLog, run: String, patience: Timestamp.Span = .seconds(45)) {
    self.log = log
    self.run = run
    self.patience = patience
  }

  /// A promise that was not kept.
  public struct Broken: Error, CustomStringConvertible {
    public var description: String
  }

  public enum Clause: String, CaseIterable, Sendable {
    case orderWithinAPartition, samePartitionForAKey, explicitPartition, tombstoneIsNoEmptyValue, bytesAndTimes
    case reportsCarryTokens, oversizedRecord, unknownTopic, topicsMadeTwice, closedHandles
    case readFromBeginning, readFromEnd, readFromOffsets, severalTopics, watermarks, caughtUp, batchLimit, emptyPoll
    case commitIsRemembered, restIsReadOnce, restartReadsAgain, startChosenByListener, revokedMayCommit
    case twoMembersShare, positionNotHeld, oversizedCommit, positionsWithoutRecords, twinIsFenced
    /// Not the embedded broker, which does not undo a transaction.
    case refusedCommitLeavesNothing

    /// What a log can promise that does not undo a transaction.
    public static let withoutUndo = allCases.filter { $0 != .refusedCommitLeavesNothing }
  }

  public func check(_ clause: Clause) throws {
    switch clause {
    case .orderWithinAPartition: try orderWithinAPartition()
    case .samePartitionForAKey: try samePartitionForAKey()
    case .explicitPartition: try explicitPartition()
    case .tombstoneIsNoEmptyValue: try tombstoneIsNoEmptyValue()
    case .bytesAndTimes: try bytesAndTimes()
    case .reportsCarryTokens: try reportsCarryTokens()
    case .oversizedRecord: try oversizedRecord()
    case .unknownTopic: try unknownTopic()
    case .topicsMadeTwice: try topicsMadeTwice()
    case .closedHandles: try closedHandles()
    case .readFromBeginning: try readFromBeginning()
    case .readFromEnd: try readFromEnd()
    case .readFromOffsets: try readFromOffsets()
    case .severalTopics: try severalTopics()
    case .watermarks: try watermarks()
    case .caughtUp: try caughtUp()
    case .batchLimit: try batchLimit()
    case .emptyPoll: try emptyPoll()
    case .commitIsRemembered: try commitIsRemembered()
    case .restIsReadOnce: try restIsReadOnce()
    case .restartReadsAgain: try restartReadsAgain()
    case .startChosenByListener: try startChosenByListener()
    case .revokedMayCommit: try revokedMayCommit()
    case .twoMembersShare: try twoMembersShare()
    case .positionNotHeld: try positionNotHeld()
    case .oversizedCommit: try oversizedCommit()
    case .positionsWithoutRecords: try positionsWithoutRecords()
    case .refusedCommitLeavesNothing: try refusedCommitLeavesNothing()
    case .twinIsFenced: try twinIsFenced()
    }
  }
}
