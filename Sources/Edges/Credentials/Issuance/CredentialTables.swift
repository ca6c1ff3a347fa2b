/// Multiples of a credential's points, each faster by a table.
final class CredentialTables: Sendable {
  let u, uPrime, x1: ScaledBase

  init(_ credential: Credential) {
    let workspace = Workspace()
    u = ScaledBase(FixedBase(credential.u.element, workspace))
    uPrime = ScaledBase(FixedBase(credential.uPrime.element, workspace))
    x1 = ScaledBase(FixedBase(credential.x1.element, workspace))
  }

  /// Where the logarithms are known, as only the issuer knows them, the generators' tables do for all: nothing to
  /// prepare.
  init(u: Scalar, uPrime: Scalar, x1: Scalar) {
    self.u = ScaledBase(.g, factor: u)
    self.uPrime = ScaledBase(.g, factor: uPrime)
    self.x1 = ScaledBase(.h, factor: x1)
  }
}
