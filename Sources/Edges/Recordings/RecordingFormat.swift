/// The formats a recording may have; recognized by its first bytes.
public enum RecordingFormat: String, Hashable, Sendable, CaseIterable {
  /// One CSV of many drives, a row a second (DrivePlotR).
  case drivePlotR = "driveplotr"
  /// A folder of CSVs on one clock (comma2k19).
  case comma2k19
  /// GPS Exchange Format 1.0 and 1.1.
  case gpx
  /// Sentences of a GNSS receiver.
  case nmea
  /// One JSON object a line: the live device.
  case jsonLines = "jsonl"

  /// Bytes looked at.
  static let sniffedBytes = 4_096

  /// Nil when nothing known begins like this.
  init?(sniffing head: [UInt8]) {
    var bytes = head[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    bytes = bytes.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    guard let first = bytes.first else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if first == UInt8(ascii: "{") {
      self = .jsonLines
    } else if first == UInt8(ascii: "<") {
      guard text.contains("<gpx") || text.contains(":gpx") else { return nil }
      self = .gpx
    } else if let header = text.split(whereSeparator: \.isNewline).first, header.contains("time_utc,"),
      header.contains("accel_x")
    {
      self = .drivePlotR
    } else if text.split(whereSeparator: \.isNewline).contains(where: { NMEASentence(line: Array($0.utf8)) != nil }) {
      // Any whole sentence: a live receiver is joined in the middle of one.
      self = .nmea
    } else {
      return nil
    }
  }
}
