/// Why sealing or opening was refused. Nothing of what was sealed is in it.
public enum SealingError: Error, Hashable, Sendable {
  /// Key, nonce, associated data or ciphertext are not the ones that were sealed: which, cannot be told.
  case notAuthentic(operation: String)
  case wrongLength(operation: String, expected: String, actual: Int)
  /// Written by a version of this format that this program does not know.
  case unknownFormat(operation: String, format: UInt8)
  /// The generator of random numbers gave nothing.
  case noRandomness(operation: String)
}

extension SealingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAuthentic(let operation):
      "\(operation): not authentic; was it damaged, moved to other coordinates, or its key deleted?"
    case .wrongLength(let operation, let expected, let actual):
      "\(operation): \(actual) bytes instead of \(expected); is it cut short?"
    case .unknownFormat(let operation, let format):
      "\(operation): format \(format) is unknown; was it written by a newer program?"
    case .noRandomness(let operation):
      "\(operation): no random bytes; is the system's generator seeded?"
    }
  }
}
