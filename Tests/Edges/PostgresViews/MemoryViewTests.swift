import Core
import Ports
import TestSupport
import Testing

@Suite struct `The views in memory` {
  @Test(arguments: ViewStoreContract.Clause.allCases)
  func `keep the contract of a view store`(_ clause: ViewStoreContract.Clause) throws {
    let views = MemoryViews()
    try ViewStoreContract(open: { () throws(ViewError) in views.store() }, samples: { views.rows(of: "samples") })
      .check(clause)
  }

  @Test func `fail the call they were told to, before or after its effect`() throws {
    let place = LogPartition(topic: "t", partition: 0)
    for fault in MemoryViews.Fault.allCases {
      let views = MemoryViews()
      let store = views.store()
      let epoch = try #require(try store.claim([place])[place]).epoch
      views.fail(call: 2, fault)
      let first = #expect(throws: ViewError.self) {
        try store.write([], positions: [place: ViewAdvance(epoch: epoch, next: 7)])
      }
      #expect(first?.kind == .unavailable)
      #expect(views.positions[place]?.next == (fault == .refused ? 0 : 7))
      // Whose last write may have happened must ask before it writes again; the other may simply try again.
      let again = Result { try store.write([], positions: [place: ViewAdvance(epoch: epoch, next: 9)]) }
      if case .failure(let error as ViewError) = again { #expect(error.kind == .fenced) }
      #expect(views.positions[place]?.next == (fault == .refused ? 9 : 7))
      let claim = try #require(try store.claim([place])[place])
      try store.write([], positions: [place: ViewAdvance(epoch: claim.epoch, next: 11)])
      #expect(views.positions[place]?.next == 11)
      #expect(views.callCount == 5)
    }
  }
}
