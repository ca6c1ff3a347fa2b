public import Core
public import Ports

/// What every store of sessions and every store of insurers' keys promises. A check uses secrets and names of its own,
/// so that one store can be asked for all of them at once.
public struct AccessContract: Sendable {
  let start: Timestamp
  private let seed: UInt64

  public init(seed: UInt64, start: Timestamp = Timestamp(milliseconds: 1_767_225_600_123)) {
    self.seed = seed
    self.start = start
  }

  public struct Broken: Error, CustomStringConvertible {
    public var description: String
  }

  public enum SessionClause: String, CaseIterable, Sendable {
    case linkSignsInOnce, linkIsForgottenInTime, unknownLink, sessionEndsInTime, sessionIsEnded, sessionsAreApart
    case accountIsForgotten, oneOfManyGetsIn
  }

  public enum KeyClause: String, CaseIterable, Sendable {
    case keyIsKnown, unknownKey, nameIsRevokedWhole, nameIsText
  }

  public func check(_ clause: SessionClause, _ store: any SessionStore) async throws {
    switch clause {
    case .linkSignsInOnce: try await linkSignsInOnce(store)
    case .linkIsForgottenInTime: try await linkIsForgottenInTime(store)
    case .unknownLink: try await unknownLink(store)
    case .sessionEndsInTime: try await sessionEndsInTime(store)
    case .sessionIsEnded: try await sessionIsEnded(store)
    case .sessionsAreApart: try await sessionsAreApart(store)
    case .accountIsForgotten: try await accountIsForgotten(store)
    case .oneOfManyGetsIn: try await oneOfManyGetsIn(store)
    }
  }

  public func check(_ clause: KeyClause, _ store: any InsurerKeyStore) async throws {
    switch clause {
    case .keyIsKnown: try await keyIsKnown(store)
    case .unknownKey: try await unknownKey(store)
    case .nameIsRevokedWhole: try await nameIsRevokedWhole(store)
    case .nameIsText: try await nameIsText(store)
    }
  }

  // MARK: What checks share

  /// Thirty-two bytes that no other seed or number gives.
  func secret(_ number: UInt8) -> [UInt8] {
    var generator = SeededGenerator(seed: seed &* 1_000 &+ UInt64(number))
    return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  func account(_ number: UInt64) -> RecordID { RecordID(high: seed, low: number) }

  func after(_ span: Timestamp.Span) -> Timestamp { start + span }

  func require(_ condition: Bool, _ promise: String) throws(Broken) {
    if !condition { throw Broken(description: promise) }
  }
}
