internal import Core
internal import Ports

/// Clauses about members that come and go.
extension RecordLogContract {
  func revokedMayCommit() throws {
    let (input, output) = (try topic("handover.in", partitions: 2), try topic("handover.out"))
    try write((0..<40).map { record(input, "\($0)", partition: Int32($0 % 2)) })
    let first = try session([input], group: "handover")
    defer { first.session.close() }
    var commitError: (any Error)?
    first.beforeRelease = { member in
      // Once: a group may rebalance again before all members have met.
      member.beforeRelease = nil
      do {
        try member.session.commit(
          member.seen.map { record(output, $0.text) }, positions: positions(after: member.seen))
      } catch { commitError = error }
    }
    try poll(first, until: { first.seen.count >= 40 }, "the first member reads all")
    let second = try session([input], group: "handover", member: "b")
    defer { second.session.close() }
    try pollBoth(first, second, until: { second.held.count == 1 && first.held.count == 1 }, "they share")
    try require(commitError == nil, "the commit inside revoked was refused: \(String(describing: commitError))")
    try require(first.revocations.first?.partitions.count == 2, "all partitions are revoked first")
    try require(first.revocations.first?.lost == false, "and they are not lost")
    try require(
      second.assignments.last?.values.allSatisfy { $0?.offset == 20 } == true, "the new owner knows what was committed")
    try second.poll(wait: .milliseconds(300))
    try require(second.seen.isEmpty, "nothing is done again")
    let written = try read([output], count: 40)
    try require(Set(written.map(\.text)).count == 40, "every record had its effect once")
  }

  func twoMembersShare() throws {
    let input = try topic("share.in", partitions: 4)
    let first = try session([input], group: "share")
    defer { first.session.close() }
    try poll(first, until: { first.held.count == 4 }, "a single member holds all")
    let second = try session([input], group: "share", member: "b")
    try pollBoth(
      first, second, until: { first.held.count == 2 && second.held.count == 2 }, "two members hold half each")
    try require(first.held.isDisjoint(with: second.held), "no partition is held twice")
    try write((0..<200).map { record(input, "\($0)", partition: Int32($0 % 4)) })
    try pollBoth(first, second, until: { first.seen.count + second.seen.count >= 200 }, "all is read")
    try require(first.stray == nil && second.stray == nil, "no record of a partition not held is returned")
    try require(Set((first.seen + second.seen).map(\.text)).count == 200, "each record is read by one of them")
    try first.session.commit([], positions: positions(after: first.seen))
    try second.session.commit([], positions: positions(after: second.seen))
    second.session.close()
    first.forget()
    try poll(first, until: { first.held.count == 4 }, "the partitions of a member that left come back")
    try write((200..<240).map { record(input, "\($0)", partition: Int32($0 % 4)) })
    try poll(first, until: { first.seen.count >= 40 }, "and are read on")
    try require(first.seen.allSatisfy { (Int($0.text) ?? 0) >= 200 }, "from where the other one had committed")
  }

  private func pollBoth(
    _ first: Member, _ second: Member, until condition: () -> Bool, _ promise: String
  ) throws {
    try poll(
      first,
      until: {
        if condition() { return true }
        // A failure shows as the promise that is not kept.
        try? second.poll(wait: .milliseconds(50))
        return condition()
      }, promise)
  }
}
