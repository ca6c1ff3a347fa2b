public import Core

/// Sign-in links and sessions of owners. Only the SHA-256 of a link's or session's secret comes here: what is stored
/// signs nobody in. Safe from any task.
public protocol SessionStore: Sendable {
  func addLink(_ link: [UInt8], account: RecordID, until: Timestamp) async throws(ViewError)

  /// Takes the link away and opens a session in its place, in one transaction: of two that come with one link, one
  /// gets in.
  /// - Returns: the account; nil when there is no such link, it was used, or its time is over.
  func redeem(link: [UInt8], at now: Timestamp, session: [UInt8], until: Timestamp) async throws(ViewError) -> RecordID?

  /// Nil: there is no such session, it was ended, or its time is over.
  func session(_ session: [UInt8], at now: Timestamp) async throws(ViewError) -> OwnerSession?

  /// Ending what is not there is no error.
  func end(session: [UInt8]) async throws(ViewError)

  /// Forgets every link and session of the account.
  func endAll(of account: RecordID) async throws(ViewError)
}

public struct OwnerSession: Hashable, Sendable {
  public var account: RecordID
  public var until: Timestamp

  public init(account: RecordID, until: Timestamp) {
    self.account = account
    self.until = until
  }
}
