internal import Core
internal import Ports

extension ViewStoreContract {
  func newPartitionStartsAtZero() throws {
    let store = try open()
    defer { store.close() }
    let claim = try claim(store, place(.newPartitionStartsAtZero))
    try require(claim.next == 0 && claim.sequences.isEmpty, "a partition nobody has claimed starts at offset 0")
  }

  func positionsAreRemembered() throws {
    let places = [place(.positionsAreRemembered, 3), place(.positionsAreRemembered, 1)]
    let store = try open()
    let claims = try store.claim(places)
    try require(Set(claims.keys) == Set(places), "a claim answers for each partition")
    var advances: [LogPartition: ViewAdvance] = [:]
    for (place, claim) in claims {
      advances[place] = ViewAdvance(epoch: claim.epoch, next: 40 + Int64(place.partition))
    }
    try store.write([], positions: advances)
    store.close()
    let next = try open()
    defer { next.close() }
    let again = try next.claim(places)
    for place in places {
      try require(again[place]?.next == 40 + Int64(place.partition), "each partition goes on where it was")
    }
  }

  func sequencesAreRemembered() throws {
    let place = place(.sequencesAreRemembered)
    let device = RecordStream(vehicleID: RecordID(high: 1, low: 2), signing: 1)
    let service = RecordStream(vehicleID: RecordID(high: 1, low: 2), signing: 2)
    let other = RecordStream(vehicleID: RecordID(high: .max, low: .max), signing: .max)
    let store = try open()
    defer { store.close() }
    let epoch = try claim(store, place).epoch
    try store.write(
      [], positions: [place: ViewAdvance(epoch: epoch, next: 1, sequences: [device: 1, service: 7, other: .max])])
    try store.write([], positions: [place: ViewAdvance(epoch: epoch, next: 2, sequences: [device: 2])])
    let remembered = try claim(store, place).sequences
    try require(
      remembered == [device: 2, service: 7, other: .max], "the last number of each stream is remembered: \(remembered)")
    let neighbour = try claim(store, self.place(.sequencesAreRemembered, 1)).sequences
    try require(neighbour.isEmpty, "streams belong to their partition")
  }

  func everyClaimRaisesTheEpoch() throws {
    let place = place(.everyClaimRaisesTheEpoch)
    let (first, second) = (try open(), try open())
    defer {
      first.close()
      second.close()
    }
    var epochs: [Int64] = []
    for store in [first, second, second, first] { epochs.append(try claim(store, place).epoch) }
    try require(zip(epochs, epochs.dropFirst()).allSatisfy(<), "each claim has a higher epoch: \(epochs)")
  }

  func olderEpochIsFenced() throws {
    let place = place(.olderEpochIsFenced)
    let (old, new) = (try open(), try open())
    defer {
      old.close()
      new.close()
    }
    let epoch = try claim(old, place).epoch
    try old.write([], positions: [place: ViewAdvance(epoch: epoch, next: 5)])
    _ = try claim(new, place)
    let late = RowChange.upsert(batch(.olderEpochIsFenced, parts: [1]))
    let stream = RecordStream(vehicleID: RecordID(high: 1, low: 1), signing: 1)
    try requireError(.fenced, "a write under an older epoch is refused") { () throws(ViewError) in
      try old.write([late], positions: [place: ViewAdvance(epoch: epoch, next: 9, sequences: [stream: 3])])
    }
    try require(try rows(.olderEpochIsFenced).isEmpty, "a fenced write writes no row")
    let after = try claim(new, place)
    try require(after.next == 5 && after.sequences.isEmpty, "a fenced write moves no position")
    let back = try claim(old, place)
    try old.write([late], positions: [place: ViewAdvance(epoch: back.epoch, next: 9)])
    try require(try rows(.olderEpochIsFenced).count == 1, "who claims again may write again")
  }

  func oneFencedRefusesAll() throws {
    let (kept, lost) = (place(.oneFencedRefusesAll, 0), place(.oneFencedRefusesAll, 1))
    let (old, new) = (try open(), try open())
    defer {
      old.close()
      new.close()
    }
    let claims = try old.claim([kept, lost])
    _ = try new.claim([lost])
    let advances = claims.mapValues { ViewAdvance(epoch: $0.epoch, next: 8) }
    try requireError(.fenced, "one fenced partition refuses the write") { () throws(ViewError) in
      try old.write([.upsert(batch(.oneFencedRefusesAll, parts: [1]))], positions: advances)
    }
    try require(try rows(.oneFencedRefusesAll).isEmpty, "nothing of it is written")
    try require(try claim(old, kept).next == 0, "the other partition does not move")
  }

  func unclaimedIsFenced() throws {
    let store = try open()
    defer { store.close() }
    try requireError(.fenced, "a partition nobody has claimed cannot be written") { () throws(ViewError) in
      try store.write([], positions: [place(.unclaimedIsFenced): ViewAdvance(epoch: 1, next: 1)])
    }
  }

  func positionsAlone() throws {
    let place = place(.positionsAlone)
    let store = try open()
    defer { store.close() }
    let epoch = try claim(store, place).epoch
    try store.write([], positions: [place: ViewAdvance(epoch: epoch, next: 6)])
    try require(try claim(store, place).next == 6, "a write without rows moves the position")
  }

  func closedStore() throws {
    let place = place(.closedStore)
    let store = try open()
    let epoch = try claim(store, place).epoch
    store.close()
    store.close()
    try requireError(.other, "a closed store claims nothing") { () throws(ViewError) in _ = try store.claim([place]) }
    try requireError(.other, "a closed store writes nothing") { () throws(ViewError) in
      try store.write([], positions: [place: ViewAdvance(epoch: epoch, next: 1)])
    }
  }
}
