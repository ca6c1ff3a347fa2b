public import Core
import Ports

extension ClipStore {
  /// The account's plan holds so many bytes now. What is too much rolls over as it does for an upload; where events and
  /// starred clips alone are too much, they stay, and nothing more is taken.
  public func changeTier(of account: RecordID, to tier: Int64) throws(ClipFault) {
    try ClipFault.translating {
      for _ in 0..<Self.maximumReadings {
        let holdings = try ledger.holdings(of: account, tier: tier)
        let removals =
          switch RetentionRule.makeRoom(
            for: 0, tier: tier, clips: holdings.clips, reserved: holdings.reserved, cause: .tierChanged)
          {
          case .fits(let removals): removals.map(\.clipID)
          case .cannotFit: RetentionRule.order(holdings.clips).map(\.id)
          }
        if holdings.tier == tier, removals.isEmpty { return }
        if try ledger.changeTier(
          of: account, to: tier, evicting: removals, version: holdings.version, at: clock.now())
        {
          return
        }
      }
      throw ClipFault.unavailable("the account is changed by others all the time")
    }
  }
}
