/// One log line of librdkafka. It names brokers, topics and groups, never keys or values.
public struct KafkaDiagnostic: Hashable, Sendable {
  /// Severity as in syslog: 0 is an emergency, 3 an error, 4 a warning, 7 for debugging.
  public var level: Int
  /// librdkafka's own short word for the matter (`FAIL`, `CONFWARN` …).
  public var facility: String
  public var text: String

  public init(level: Int, facility: String, text: String) {
    self.level = level
    self.facility = facility
    self.text = text
  }
}
