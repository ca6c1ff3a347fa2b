public import Core
public import Ports

/// What became of the sightings in the outbox.
public struct FlushReport: Hashable, Sendable {
  /// Acknowledged by the broker.
  public var sent = 0
  /// Dropped unsent, by reason: `tooOld`, `noCredential` (too old before there was one), `noConsent` (withdrawn since).
  public var dropped: [WithholdingReason: Int] = [:]
  /// Left in the outbox until a credential comes or they are too old.
  public var waiting = 0
  /// Bytes that are no sighting: a damaged outbox; dropped.
  public var damaged = 0
  /// Why sending stopped; the rest stays in the outbox.
  public var failure: LogError?
  /// The last reason the wallet gave for no proof.
  public var walletFault: IdentityFault?

  public init() {}
}
