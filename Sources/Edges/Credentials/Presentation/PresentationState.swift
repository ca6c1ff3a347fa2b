/// What a camera remembers of one context to stay within its limit, and unlinkable: two presentations with one nonce
/// have one tag.
///
/// Store `spentNonces` before a presentation leaves, or a power cut makes the next one a second of the same nonce.
/// Where the limit is used up, send the kept presentation again: its bytes say nothing new.
public struct PresentationState: Sendable {
  /// The largest limit: `spentNonces` grows to it.
  public static let maximumLimit: UInt64 = 1 << 16

  public private(set) var credential: Credential
  public let presentationContext: [UInt8]
  /// Presentations that both sides allow in the context; 1 … `maximumLimit`.
  public let limit: UInt64
  /// Ascending.
  public private(set) var spentNonces: [UInt64]
  let generator: EncodedElement
  /// Table of the generator, where asked for.
  private(set) var generatorTable: FixedBase?

  public init(
    credential: Credential, presentationContext: [UInt8], limit: UInt64, spentNonces: [UInt64] = []
  ) {
    precondition((1...Self.maximumLimit).contains(limit), "a limit from 1 to \(Self.maximumLimit)")
    self.credential = credential
    self.presentationContext = presentationContext
    self.limit = limit
    self.spentNonces = Set(spentNonces.filter { $0 < limit }).sorted()
    generator = PresentationContext.generator(presentationContext, Workspace())
  }

  /// The same state with tables for many presentations in this context: 30 ms and 150 KiB for the context, 90 ms and
  /// 450 KiB for the credential if it has none yet; then a third of the time for each. Worth it from 400 on.
  public func preparedForManyPresentations() -> PresentationState {
    var prepared = self
    prepared.credential = credential.preparedForManyPresentations()
    prepared.generatorTable = generatorTable ?? FixedBase(generator.element, Workspace())
    return prepared
  }

  /// Presentations left.
  public var remaining: UInt64 { limit - UInt64(spentNonces.count) }

  /// A nonce that was not used, each with the same probability.
  mutating func takeNonce(_ randomness: inout some RandomSource) throws(CredentialError) -> UInt64 {
    guard remaining > 0 else { throw .limitReached(limit: limit) }
    var nonce = try Self.uniform(below: remaining, &randomness)
    // From a rank among the free nonces to the nonce: each spent one at or below it moves it up by one.
    var place = 0
    while place < spentNonces.count, spentNonces[place] <= nonce {
      nonce += 1
      place += 1
    }
    spentNonces.insert(nonce, at: place)
    return nonce
  }

  /// By rejection: what lies above the largest multiple of `bound` would favour small numbers. At most 2⁻⁴⁸ of all,
  /// since the bound is at most 2¹⁶, so a second draw means a broken source.
  private static func uniform(
    below bound: UInt64, _ randomness: inout some RandomSource
  ) throws(CredentialError) -> UInt64 {
    guard bound > 1 else { return 0 }
    for _ in 0..<Scalar.maximumDraws {
      let number = try randomness.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if number < UInt64.max - UInt64.max % bound { return number % bound }
    }
    throw .noRandomness
  }
}
