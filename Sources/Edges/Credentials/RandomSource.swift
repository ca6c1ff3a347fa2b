/// Where secrets and blindings come from. Tests give the numbers of the draft's vectors in their order.
public protocol RandomSource {
  /// Exactly `count` unpredictable bytes.
  mutating func bytes(_ count: Int) throws(CredentialError) -> [UInt8]
}
