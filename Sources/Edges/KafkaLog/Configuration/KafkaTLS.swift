/// Files of a TLS connection, in PEM.
public struct KafkaTLS: Hashable, Sendable {
  /// Certificates of the authorities that may have signed the broker's. nil: the system's.
  public var authorityLocation: String?
  /// This client's certificate, where the broker asks for one.
  public var certificateLocation: String?
  /// The certificate's private key.
  public var keyLocation: String?
  public var keyPassword: KafkaSecret?

  public init(
    authorityLocation: String? = nil, certificateLocation: String? = nil, keyLocation: String? = nil,
    keyPassword: KafkaSecret? = nil
  ) {
    self.authorityLocation = authorityLocation
    self.certificateLocation = certificateLocation
    self.keyLocation = keyLocation
    self.keyPassword = keyPassword
  }
}
