internal import Core
internal import Ports

extension KafkaConfiguration {
  /// Makes a client for the purpose, or says which setting is wrong.
  func makeClient(for purpose: ClientPurpose, callbacks: ClientCallbacks) throws(LogError) -> ClientHandle {
    let handle = ConfigurationHandle()
    for (name, value) in try connectionProperties() { try handle.set(name, value) }
    for (name, value) in purpose.properties(limits) { try handle.set(name, value) }
    // Sorted, so that of two wrong ones the same is named each time.
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
      if Self.ownedProperties.contains(name) {
        throw LogError(
          .misconfigured, operation: "setting \(name)", reason: "this property is not free",
          hint: "ordering, exactly-once or privacy rest on it, or KafkaConfiguration has a field for it")
      }
      try handle.set(name, value)
    }
    return try handle.makeClient(purpose.kind, callbacks: callbacks)
  }

  private func connectionProperties() throws(LogError) -> [(name: String, value: String)] {
    guard bootstrapServers.contains(where: { $0 != "," && !$0.isWhitespace }) else {
      throw LogError(
        .misconfigured, operation: "setting bootstrap.servers", reason: "no server is named",
        hint: "give host:port, separated by commas")
    }
    var properties = [
      (name: "bootstrap.servers", value: bootstrapServers), (name: "client.id", value: clientID ?? ""),
      (name: "message.max.bytes", value: String(limits.recordBytes)),
      (name: "security.protocol", value: (sasl == nil ? "" : "sasl_") + (tls == nil ? "plaintext" : "ssl")),
    ]
    if let tls {
      if let path = tls.authorityLocation { properties.append(("ssl.ca.location", path)) }
      if let path = tls.certificateLocation { properties.append(("ssl.certificate.location", path)) }
      if let path = tls.keyLocation { properties.append(("ssl.key.location", path)) }
      if let secret = tls.keyPassword {
        properties.append(("ssl.key.password", try secret.read(for: "password of the TLS key")))
      }
    }
    if let sasl {
      guard sasl.mechanism != .plain || tls != nil else {
        throw LogError(
          .misconfigured, operation: "setting sasl.mechanism",
          reason: "PLAIN without TLS shows the password to the net",
          hint: "use TLS, or a SCRAM mechanism")
      }
      properties.append(("sasl.mechanism", sasl.mechanism.rawValue))
      properties.append(("sasl.username", sasl.username))
      properties.append(("sasl.password", try sasl.password.read(for: "SASL password")))
    }
    return properties
  }
}
