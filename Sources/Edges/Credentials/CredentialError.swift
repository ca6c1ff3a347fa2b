/// Why a credential, or something made with one, was refused. Nothing of what was refused is in it.
public enum CredentialError: Error, Hashable, Sendable {
  /// What was being read or checked.
  public enum Subject: String, Hashable, Sendable {
    case serverKey, serverPublicKey, request, clientSecrets, response, credential, presentation, deviceKey
  }

  case wrongLength(Subject, expected: Int, actual: Int)
  /// A point that is not on the curve, is the identity, or is not in its one compressed encoding.
  case invalidElement(Subject)
  /// A number that is not below the group's order, or zero where a secret stands.
  case invalidScalar(Subject)
  /// The zero-knowledge proof does not hold: forged, damaged, or made for another key or context.
  case invalidProof(Subject)
  /// The nonce is not in 0 ..< limit.
  case nonceOutOfRange(nonce: UInt64, limit: UInt64)
  /// Each presentation that the limit allows in this context has been made: send the last one again instead.
  case limitReached(limit: UInt64)
  /// The source of randomness gave nothing usable.
  case noRandomness
}

extension CredentialError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongLength(let subject, let expected, let actual):
      "read \(subject.rawValue): \(actual) bytes instead of \(expected); is it cut short or of another suite?"
    case .invalidElement(let subject):
      "read \(subject.rawValue): not a point of P-256 in compressed form; is it damaged or of another suite?"
    case .invalidScalar(let subject):
      "read \(subject.rawValue): not a number below the order of P-256; is it damaged or of another suite?"
    case .invalidProof(let subject):
      "check \(subject.rawValue): the proof does not hold; is it for this key and these contexts?"
    case .nonceOutOfRange(let nonce, let limit):
      "check presentation: nonce \(nonce) is not below the limit \(limit); do both sides use one limit?"
    case .limitReached(let limit):
      "present: the limit of \(limit) in this context is used up; send the last presentation again instead"
    case .noRandomness:
      "draw a random number: the source gave nothing usable; is the system's generator seeded?"
    }
  }
}
