/// Who asks. What proved it (a session, a key, a signature) is checked before.
public enum Principal: Hashable, Sendable {
  /// Showed nothing, or nothing that is valid any more.
  case anonymous
  /// A driver, signed in.
  case owner(account: RecordID)
  /// A camera with its paired key.
  case device(vehicle: RecordID, account: RecordID)
  case insurer(id: RecordID)
  /// A process of the network for its own account, and the commands of whoever runs it.
  case service
}
