import KafkaLog
import TestSupport

extension KafkaCluster {
  func log(_ limits: KafkaLimits = KafkaLimits(), tls: KafkaTLS? = nil) throws -> KafkaLog {
    try KafkaLog(
      KafkaConfiguration(bootstrapServers: bootstrapServers, tls: tls, limits: limits, diagnostics: { _ in }))
  }

  /// The files of a client certificate for this principal.
  func certificate(_ name: String) throws -> KafkaTLS {
    try makeCertificate(name)
    return KafkaTLS(
      authorityLocation: "\(folder)/tls/ca.crt", certificateLocation: "\(folder)/tls/\(name).crt",
      keyLocation: "\(folder)/tls/\(name).key")
  }
}
