public import Ports

/// Why the agent could not do what it decided; nothing of it is lost, the next call tries again.
public enum AgentFault: Error, Hashable, Sendable, CustomStringConvertible {
  case outbox(OutboxFault)
  /// The device's deletion secret gave no hash.
  case secretUnavailable

  public var description: String {
    switch self {
    case .outbox(let fault): "\(fault)"
    case .secretUnavailable:
      "make a record id: the device's deletion secret is not available (check the file of the secret and its owner)"
    }
  }
}
