internal import Ports

/// A record that has a message of its own in the schema.
protocol WireMessage {
  /// Any bytes whatever give a value or a fault.
  init(reading bytes: Span<UInt8>) throws(DecodingFault)

  /// Every field in the order of its number.
  func write(to writer: inout WireWriter)
}

/// What has been read of a message so far. A message may come in several pieces (the specification lets a nested
/// message occur again and be merged), so reading and judging are two steps. A new value of the type holds the
/// defaults.
protocol MessageDraft {
  associatedtype Value

  init()
  /// Takes in the fields of one piece; later ones win, columns grow.
  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault)
  /// The value, if every field lies in its range.
  func value() throws(DecodingFault) -> Value
}

extension MessageDraft {
  static func value(of bytes: Span<UInt8>) throws(DecodingFault) -> Value {
    var draft = Self()
    try draft.merge(bytes)
    return try draft.value()
  }

  /// Takes in a piece of a nested message that has presence.
  static func merge(_ bytes: Span<UInt8>, into draft: inout Self?) throws(DecodingFault) {
    // Taken out first: two owners of one column would copy it for every piece.
    var merged = draft.take() ?? Self()
    try merged.merge(bytes)
    draft = merged
  }
}
