/// What happened to one account: pairing, consent, plan, erasure. (`swerve.personal.v1.AccountEvent`)
public struct AccountEvent: Hashable, Sendable {
  public var accountID: RecordID
  public var time: Timestamp
  public var content: Content

  public init(accountID: RecordID, time: Timestamp, content: Content) {
    self.accountID = accountID
    self.time = time
    self.content = content
  }

  public enum Content: Hashable, Sendable {
    /// `devicePublicKey`: 32 bytes, Ed25519.
    case paired(vehicleID: RecordID, devicePublicKey: [UInt8], driverKeyID: RecordID)
    case consentGranted(scope: ConsentScope, textVersion: String, vehicleID: RecordID)
    case consentWithdrawn(scope: ConsentScope, vehicleID: RecordID)
    case planChanged(plan: String, tierBytes: UInt64)
    case erased(driverKeyID: RecordID)
  }
}

public struct ConsentScope: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Sightings and exposures may leave the camera.
  public static let hazardNetwork = ConsentScope(rawValue: 1)
  /// Scene statistics may leave the camera.
  public static let scenes = ConsentScope(rawValue: 2)
  /// A named insurer may ask about one claim.
  public static let insurer = ConsentScope(rawValue: 3)
}
