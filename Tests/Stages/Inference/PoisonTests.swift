import Core
import EventCodec
import Ports
import Runtime
import TestSupport
import Testing

@Suite struct `Poison in the admitted log` {
  @Test func `is set aside, and what comes after it counts`() throws {
    let clean = try Flow()
    clean.send(Flow.crowd(0..<10, at: Places.street))
    try clean.run()
    let expected = try clean.hazardKeys()
    #expect(expected.map(\.revision) == [1])

    let flow = try Flow()
    let admission = try flow.admission()
    let rejection = EventCodec().encode(
      Rejection(reason: .late, topic: "t", partition: 1, offset: 2, valueBytes: 3, logTime: Flow.start))
    // Bytes that are nothing, no bytes at all, a message of another kind, a batch cut off.
    var cut: [UInt8] = []
    let poison: [(value: [UInt8]?, reason: RejectionReason)] = [
      (nil, .tombstone), ([0xFF, 0xFF, 0xFF], .malformed), (rejection, .malformed), (cut, .malformed),
    ]
    for (index, sighting) in Flow.crowd(0..<10, at: Places.street).enumerated() {
      flow.send([sighting])
      try flow.turn(admission, through: "network.sightings")
      if index == 3 { cut = Array((flow.log.contents(of: "network.admitted")[0].last?.value ?? []).dropLast(5)) }
      if index >= 4, index - 4 < poison.count {
        let value = index == 7 ? cut : poison[index - 4].value
        flow.send(value, to: "network.admitted", logTime: Flow.start + .seconds(Int64(index)))
      }
    }
    let inference = try flow.inference()
    try flow.turn(inference, through: "network.admitted")
    inference.close()
    #expect(try flow.hazardKeys() == expected)
    #expect(inference.statistics.counts["rejected_tombstone"] == 1)
    #expect(inference.statistics.counts["rejected_malformed"] == 3)
    let rejections = try flow.rejections()
    #expect(rejections.map(\.reason) == poison.map(\.reason))
    #expect(rejections.map(\.offset) == [5, 7, 9, 11])
    #expect(rejections.allSatisfy { $0.topic == "network.admitted" && $0.partition == 0 })
    #expect(rejections.map(\.valueBytes) == [0, 3, UInt32(rejection.count), UInt32(cut.count)])
  }

  @Test func `stops no stage that has to read it again`() throws {
    let flow = try Flow()
    let admission = try flow.admission()
    flow.send(Flow.crowd(0..<9, at: Places.street))
    try flow.turn(admission, through: "network.sightings")
    flow.send([0xFF], to: "network.admitted")
    let first = try flow.inference()
    try flow.turn(first, through: "network.admitted")
    first.close()
    flow.send(Array(Flow.crowd(0..<10, at: Places.street)[9...]))
    try flow.turn(admission, through: "network.sightings")
    let second = try flow.inference()
    try flow.turn(second, through: "network.admitted")
    #expect(second.statistics.replayed > 0)
    // Said once: the second reading is mute.
    #expect(try flow.rejections().count == 1)
    #expect(try flow.hazardKeys().map(\.revision) == [1])
  }
}
