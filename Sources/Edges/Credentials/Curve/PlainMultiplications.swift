/// Multiplications of a point of P-256 by secret numbers, in constant time and without a table: the unit in which the
/// cost of credentials is told (`swerve bench credentials`).
public struct PlainMultiplications {
  private let workspace = Workspace()
  private let scalar: Scalar
  private let first: Element

  public init() throws(CredentialError) {
    var randomness = SystemRandomness()
    scalar = try Scalar.random(&randomness)
    first = FixedBase.g.times(try Scalar.random(&randomness), workspace)
  }

  /// Each multiplies the result of the one before.
  public func run(_ count: Int) {
    var element = first
    for _ in 0..<count { element = element.times(scalar, workspace) }
  }
}
