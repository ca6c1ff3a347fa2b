/// One sentence of NMEA 0183 whose checksum holds.
struct NMEASentence: Hashable {
  /// Without the talker: `RMC` of `GPRMC` or `GNRMC`.
  let type: String
  let fields: [String]

  /// Nil when the line is no sentence, or its checksum is missing or wrong.
  init?(line: [UInt8]) {
    guard let sentence = try? NMEASentence(checking: line[...]) else { return nil }
    self = sentence
  }

  init(checking line: ArraySlice<UInt8>) throws(LineFault) {
    guard let dollar = line.firstIndex(of: UInt8(ascii: "$")) else {
      throw LineFault(reason: "no sentence: there is no $", hint: "give the receiver's NMEA 0183 output unchanged")
    }
    let body = line[(dollar + 1)...]
    guard let star = body.lastIndex(of: UInt8(ascii: "*")), body.distance(from: star, to: body.endIndex) >= 3,
      let expected = UInt8(String(decoding: body[(star + 1)..<(star + 3)], as: UTF8.self), radix: 16)
    else {
      throw LineFault(reason: "no checksum", hint: "the sentence is cut off; it is skipped")
    }
    let sum = body[..<star].reduce(UInt8(0)) { $0 ^ $1 }
    guard sum == expected else {
      throw LineFault(
        field: "checksum", reason: "does not match", hint: "the sentence was damaged on its way; check the cable")
    }
    let parts = body[..<star].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let address = parts.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard address.utf8.count >= 5 else {
      throw LineFault(field: "address", reason: "too short", hint: "the sentence is damaged; it is skipped")
    }
    // Talkers GP, GN, GL, GA, GB, GQ, BD …: who computed it does not matter. Proprietary sentences ($P…) end otherwise.
    type = address.hasPrefix("P") ? "" : String(address.suffix(3))
    fields = parts.dropFirst().map { String(decoding: $0, as: UTF8.self) }
  }

  /// Nil when the field is absent or empty.
  func field(_ index: Int) -> String? {
    guard index < fields.count, !fields[index].isEmpty else { return nil }
    return fields[index]
  }

  /// Nil when absent; a fault when it is there and no finite number.
  func number(_ index: Int, named name: String) throws(LineFault) -> Double? {
    guard let text = field(index) else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw LineFault(field: name, reason: "not a number", hint: "the sentence is damaged; it is skipped")
    }
    return number
  }

  /// `ddmm.mmmm` or `dddmm.mmmm` and its hemisphere in the next field, in degrees.
  func angle(_ index: Int, named name: String) throws(LineFault) -> Double? {
    guard let value = try number(index, named: name) else { return nil }
    let degrees = (value / 100).rounded(.towardZero)
    let minutes = value - degrees * 100
    guard value >= 0, value < 18_100, minutes < 60, let hemisphere = field(index + 1) else {
      throw LineFault(field: name, reason: "no angle", hint: "the sentence is damaged; it is skipped")
    }
    switch hemisphere {
    case "N", "E": return degrees + minutes / 60
    case "S", "W": return -(degrees + minutes / 60)
    default:
      throw LineFault(field: name, reason: "an unknown hemisphere", hint: "the sentence is damaged; it is skipped")
    }
  }

  /// `hhmmss.sss` as milliseconds of the day.
  func timeOfDay(_ index: Int) throws(LineFault) -> Int? {
    guard let text = field(index) else { return nil }
    let bytes = Array(text.utf8)
    guard bytes.count >= 6, let hour = CivilTime.digits(bytes[0..<2]), let minute = CivilTime.digits(bytes[2..<4]),
      let second = CivilTime.digits(bytes[4..<6]), hour < 24, minute < 60, second <= 60
    else {
      throw LineFault(field: "time", reason: "no time of day", hint: "the sentence is damaged; it is skipped")
    }
    let fraction = bytes.dropFirst(7).prefix { $0 >= 0x30 && $0 <= 0x39 }
    let milliseconds = CivilTime.digits((Array(fraction) + [0x30, 0x30, 0x30]).prefix(3)) ?? 0
    return ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
  }
}
