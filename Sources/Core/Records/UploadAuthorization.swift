/// What a device says of itself with each request to the uploads: which vehicle asks what, when, signed with the
/// device's key. It travels as
///
///     Authorization: Swerve-Device vehicle=HEX32, time=MILLISECONDS, nonce=HEX32, signature=HEX128
///
/// The path is the request's own, as it stands in the request line, without a query.
public struct UploadAuthorization: Hashable, Sendable {
  public static let scheme = "Swerve-Device"
  /// How far a device's clock may be off, and how long a nonce is remembered.
  public static let tolerance = Timestamp.Span.minutes(5)
  /// Longest header field that is looked at; a valid one has 242 to 261 characters.
  public static let maximumFieldByteCount = 512

  public var vehicleID: RecordID
  public var time: Timestamp
  /// Random and new for each request: the same request twice is a replay.
  public var nonce: RecordID

  public init(vehicleID: RecordID, time: Timestamp, nonce: RecordID) {
    self.vehicleID = vehicleID
    self.time = time
    self.nonce = nonce
  }

  /// What the device signs (Ed25519): a fixed text, fixed widths, and each text after its length, so that no two
  /// requests give the same bytes.
  /// - Parameters:
  ///   - method: as in the request line ("PATCH").
  ///   - path: as in the request line ("/v1/uploads/0123…").
  public func signedBytes(method: String, path: String) -> [UInt8] {
    var bytes = Array("swerve upload request 1".utf8) + vehicleID.bytes
    bytes += Self.bigEndian(UInt64(bitPattern: time.milliseconds)) + nonce.bytes
    for text in [method, path] { bytes += Self.bigEndian(UInt64(text.utf8.count)) + Array(text.utf8) }
    return bytes
  }

  /// The value of the header field.
  /// - Parameter signature: 64 bytes, over `signedBytes`.
  public func fieldValue(signature: [UInt8]) -> String {
    "\(Self.scheme) vehicle=\(vehicleID.hexadecimal), time=\(time.milliseconds), nonce=\(nonce.hexadecimal), "
      + "signature=\(Hexadecimal.encode(signature))"
  }

  /// Reads the value of a header field. Nil for anything that is not exactly of this form.
  public static func parse(_ field: String) -> (authorization: UploadAuthorization, signature: [UInt8])? {
    guard field.utf8.count <= maximumFieldByteCount, field.hasPrefix(scheme + " ") else { return nil }
    var values: [Substring: Substring] = [:]
    for part in field.dropFirst(scheme.utf8.count + 1).split(separator: ",") {
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, values.updateValue(pair[1], forKey: pair[0]) == nil else { return nil }
    }
    guard values.count == 4, let vehicle = identifier(values["vehicle"]), let nonce = identifier(values["nonce"]),
      let time = values["time"].flatMap({ Int64($0) }), (0...maximumTime).contains(time),
      let signature = values["signature"].flatMap({ Hexadecimal.decode(String($0)) }), signature.count == 64
    else { return nil }
    return (UploadAuthorization(vehicleID: vehicle, time: Timestamp(milliseconds: time), nonce: nonce), signature)
  }

  /// The year 9999.
  private static let maximumTime: Int64 = 253_402_300_799_999

  private static func identifier(_ text: Substring?) -> RecordID? {
    text.flatMap { Hexadecimal.decode(String($0)) }.flatMap { RecordID(bytes: $0) }
  }

  private static func bigEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
  }
}
