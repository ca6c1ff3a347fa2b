internal import Core

extension Timestamp.Span {
  /// As librdkafka's calls take it: 0 for a negative span, cut at 24 days.
  var callMilliseconds: Int32 { Int32(clamping: max(0, milliseconds)) }

  /// As a property's value; librdkafka refuses 0 for most of them.
  var property: String { String(max(1, callMilliseconds)) }
}
