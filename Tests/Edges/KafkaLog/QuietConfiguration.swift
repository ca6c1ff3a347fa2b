import KafkaLog

/// Settings for an embedded broker; librdkafka's own lines would only drown the results.
enum QuietConfiguration {
  static func of(_ limits: KafkaLimits = KafkaLimits()) -> KafkaConfiguration {
    KafkaConfiguration(bootstrapServers: "", limits: limits, diagnostics: { _ in })
  }
}
