/// A name and a password for the broker (RFC 4422).
public struct KafkaSASL: Hashable, Sendable {
  public enum Mechanism: String, Hashable, Sendable {
    /// Sends the password itself: refused without TLS.
    case plain = "PLAIN"
    case scramSHA256 = "SCRAM-SHA-256"
    case scramSHA512 = "SCRAM-SHA-512"
  }

  public var mechanism: Mechanism
  public var username: String
  public var password: KafkaSecret

  public init(mechanism: Mechanism, username: String, password: KafkaSecret) {
    self.mechanism = mechanism
    self.username = username
    self.password = password
  }
}
