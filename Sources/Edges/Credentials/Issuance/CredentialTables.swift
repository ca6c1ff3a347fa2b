/// Multiples of a credential's points, each faster by a table.
final class CredentialTables: Sendable {
  let u, uPrime, x1: FixedBase

  init(_ credential: Credential) {
    let workspace = Workspace()
    u = FixedBase(credential.u.element, workspace)
    uPrime = FixedBase(credential.uPrime.element, workspace)
    x1 = FixedBase(credential.x1.element, workspace)
  }
}
