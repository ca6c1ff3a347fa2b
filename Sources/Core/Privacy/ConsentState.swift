/// Which consents of one vehicle are live, folded from account events in any order.
///
/// A later event wins over an earlier one by its own time; at the same time a withdrawal wins. A vehicle that is
/// paired to another account starts without consents, and erasure ends those of its account.
public struct ConsentState: Hashable, Sendable {
  public let vehicleID: RecordID
  private var scopes: [Key: Decision] = [:]
  private var pairing: Pairing?
  /// By account: everything decided up to then is void.
  private var erasures: [RecordID: Timestamp] = [:]

  private struct Key: Hashable {
    var account: RecordID
    var scope: ConsentScope
  }

  private struct Decision: Hashable {
    var time: Timestamp
    var isGranted: Bool
  }

  private struct Pairing: Hashable {
    var account: RecordID
    var time: Timestamp
  }

  public init(vehicleID: RecordID) { self.vehicleID = vehicleID }

  public mutating func absorb(_ event: AccountEvent) {
    switch event.content {
    case .consentGranted(let scope, _, let vehicle):
      guard vehicle == vehicleID else { return }
      note(Key(account: event.accountID, scope: scope), Decision(time: event.time, isGranted: true))
    case .consentWithdrawn(let scope, let vehicle):
      guard vehicle == vehicleID else { return }
      note(Key(account: event.accountID, scope: scope), Decision(time: event.time, isGranted: false))
    case .paired(let vehicle, _, _):
      guard vehicle == vehicleID, event.time >= pairing?.time ?? .distantPast else { return }
      pairing = Pairing(account: event.accountID, time: event.time)
    case .erased:
      // Only of accounts this vehicle has to do with: the topic holds everybody's.
      guard pairing?.account == event.accountID || scopes.keys.contains(where: { $0.account == event.accountID })
      else { return }
      erasures[event.accountID] = max(event.time, erasures[event.accountID] ?? .distantPast)
    case .planChanged:
      return
    }
  }

  private mutating func note(_ key: Key, _ decision: Decision) {
    if let known = scopes[key] {
      if decision.time < known.time { return }
      if decision.time == known.time, !known.isGranted { return }
    }
    scopes[key] = decision
  }

  /// True while the paired account's last word on the scope is a grant. A vehicle whose pairing was never seen goes by
  /// the consents alone.
  public func isLive(_ scope: ConsentScope) -> Bool {
    scopes.contains { key, decision in
      guard key.scope == scope, decision.isGranted else { return false }
      if let erased = erasures[key.account], erased >= decision.time { return false }
      guard let pairing else { return true }
      return key.account == pairing.account
    } && !hasUnpairedWithdrawal(scope)
  }

  /// False as long as nobody has said anything about the scope: a camera that has just started and not yet read its
  /// account's events.
  public func isDecided(_ scope: ConsentScope) -> Bool { scopes.keys.contains { $0.scope == scope } }

  /// Without a pairing the accounts cannot be told apart by right, so one account's withdrawal after the last grant
  /// counts.
  private func hasUnpairedWithdrawal(_ scope: ConsentScope) -> Bool {
    guard pairing == nil else { return false }
    let decisions = scopes.filter { $0.key.scope == scope }.values
    let lastGrant = decisions.filter(\.isGranted).map(\.time).max() ?? .distantPast
    return decisions.contains { !$0.isGranted && $0.time >= lastGrant }
  }
}
