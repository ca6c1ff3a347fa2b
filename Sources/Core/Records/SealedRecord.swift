/// The envelope of everything on a personal topic. (`swerve.personal.v1.SealedRecord`)
public struct SealedRecord: Hashable, Sendable {
  public var vehicleID: RecordID
  /// Counts up by one a record of the vehicle and topic; never used again.
  public var sequence: UInt64
  public var content: Content
  /// 1: AES-256-GCM with a key a record by HKDF-SHA256 from the driver's key.
  public var sealing: UInt32
  public var driverKeyID: RecordID
  /// With its 16-byte tag.
  public var ciphertext: [UInt8]
  /// 1: Ed25519 (RFC 8032).
  public var signing: UInt32
  /// 64 bytes by the device's key over `signedBytes(topic:)`.
  public var signature: [UInt8]

  public init(
    vehicleID: RecordID, sequence: UInt64, content: Content, sealing: UInt32, driverKeyID: RecordID,
    ciphertext: [UInt8], signing: UInt32, signature: [UInt8]
  ) {
    self.vehicleID = vehicleID
    self.sequence = sequence
    self.content = content
    self.sealing = sealing
    self.driverKeyID = driverKeyID
    self.ciphertext = ciphertext
    self.signing = signing
    self.signature = signature
  }

  public struct Content: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let driveEvent = Content(rawValue: 1)
    public static let clipEvent = Content(rawValue: 2)
  }

  /// What the ciphertext is bound to: where the record stands, whose it is, what it holds. Fixed widths after a
  /// length, so two different records never give the same bytes.
  public func associatedData(topic: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.label.utf8.count + topic.utf8.count + 64)
    appendAssociatedData(topic: topic, to: &bytes)
    return bytes
  }

  /// What the device signs: the associated data and the ciphertext.
  public func signedBytes(topic: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.label.utf8.count + topic.utf8.count + 72 + ciphertext.count)
    appendAssociatedData(topic: topic, to: &bytes)
    Self.append(UInt64(signing), to: &bytes)
    bytes += ciphertext
    return bytes
  }

  private static let label = "swerve sealed record 1"

  /// Written in one piece: every reader makes these bytes twice for each record.
  private func appendAssociatedData(topic: String, to bytes: inout [UInt8]) {
    bytes += Self.label.utf8
    Self.append(UInt64(topic.utf8.count), to: &bytes)
    bytes += topic.utf8
    Self.append(vehicleID, to: &bytes)
    Self.append(sequence, to: &bytes)
    Self.append(UInt64(content.rawValue), to: &bytes)
    Self.append(UInt64(sealing), to: &bytes)
    Self.append(driverKeyID, to: &bytes)
  }

  private static func append(_ id: RecordID, to bytes: inout [UInt8]) {
    append(id.high, to: &bytes)
    append(id.low, to: &bytes)
  }

  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    for index in 0..<UInt64(8) { bytes.append(UInt8(truncatingIfNeeded: value >> (56 - 8 * index))) }
  }
}
