/// A camera's anonymous credential: the secret m1 and the issuer's MAC over it and the request context.
///
/// Anonymous means that the issuer, seeing every request and every presentation, cannot tell which belong together.
public struct Credential: Sendable {
  /// Octets of `serialized`.
  public static let byteCount = Scalar.byteCount + 3 * Element.byteCount

  let m1: Scalar
  let u, uPrime, x1: EncodedElement
  /// Tables of U, U′ and X1, where asked for.
  let tables: CredentialTables?

  init(m1: Scalar, u: EncodedElement, uPrime: EncodedElement, x1: EncodedElement, tables: CredentialTables? = nil) {
    (self.m1, self.u, self.uPrime, self.x1, self.tables) = (m1, u, uPrime, x1, tables)
  }

  /// m1 ‖ U ‖ U′ ‖ X1, as `serialized` gives it.
  public init(serialized: [UInt8]) throws(CredentialError) {
    let workspace = Workspace()
    var reader = try ByteReader(serialized, .credential, elements: 3, scalars: 1)
    m1 = try reader.secret()
    u = try reader.element(workspace)
    uPrime = try reader.element(workspace)
    x1 = try reader.element(workspace)
    tables = nil
  }

  /// Secret: whoever has it can present in the camera's place.
  public var serialized: [UInt8] { m1.bytes + u.bytes + uPrime.bytes + x1.bytes }

  /// The same credential with tables for many presentations: 85 ms and 450 KiB once, then two thirds of the time for
  /// each. Worth it from 500 presentations on; a camera makes fewer a day.
  public func preparedForManyPresentations() -> Credential {
    Credential(m1: m1, u: u, uPrime: uPrime, x1: x1, tables: tables ?? CredentialTables(self))
  }
}
