internal import Core
internal import Ports

extension AccountEvent: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try AccountEventDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, accountID)
    writer.sfixed64(2, time.milliseconds)
    switch content {
    case .paired(let vehicleID, let devicePublicKey, let driverKeyID):
      writer.message(3) {
        $0.id(1, vehicleID)
        $0.bytes(2, devicePublicKey)
        $0.id(3, driverKeyID)
      }
    case .consentGranted(let scope, let textVersion, let vehicleID):
      writer.message(4) {
        $0.enumeration(1, scope.rawValue)
        $0.string(2, textVersion)
        $0.id(3, vehicleID)
      }
    case .consentWithdrawn(let scope, let vehicleID):
      writer.message(5) {
        $0.enumeration(1, scope.rawValue)
        $0.id(2, vehicleID)
      }
    case .planChanged(let plan, let tierBytes):
      writer.message(6) {
        $0.string(1, plan)
        $0.fixed64(2, tierBytes)
      }
    case .erased(let driverKeyID): writer.message(7) { $0.id(1, driverKeyID) }
    }
  }
}

/// `swerve.personal.v1.AccountEvent`
private struct AccountEventDraft: MessageDraft {
  private var accountID = WireID.empty
  private var time: Int64 = 0
  /// The one that was read last; the same one again merges.
  private var change: AccountChangeDraft?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: accountID = try reader.id(field)
      case 2: time = try reader.sfixed64(field)
      case 3...7:
        var next = change?.number == field.number ? change.take() : nil
        next = next ?? AccountChangeDraft(number: field.number)
        try next?.merge(try reader.bytes(field))
        change = next
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> AccountEvent {
    guard let change else { throw .invalid(field: "event") }
    return AccountEvent(
      accountID: try accountID.required("account_id"), time: try FieldRange.time(time, "event_time_ms"),
      content: try change.value())
  }
}

/// Any of the messages in the oneof of `swerve.personal.v1.AccountEvent`: `number` is its field there.
private struct AccountChangeDraft {
  /// Ed25519 (RFC 8032).
  private static let publicKeyLength = 32

  let number: Int
  private var vehicleID = WireID.empty
  private var driverKeyID = WireID.empty
  private var devicePublicKey: [UInt8] = []
  private var scope: UInt32 = 0
  /// The version of the wording, or the plan.
  private var text = ""
  private var tierBytes: UInt64 = 0

  init(number: Int) { self.number = number }

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch (number, field.number) {
      case (3, 1): vehicleID = try reader.id(field)
      case (3, 2): devicePublicKey = try reader.array(field)
      case (3, 3): driverKeyID = try reader.id(field)
      case (4, 1): scope = try reader.uint32(field)
      case (4, 2): text = try reader.string(field)
      case (4, 3): vehicleID = try reader.id(field)
      case (5, 1): scope = try reader.uint32(field)
      case (5, 2): vehicleID = try reader.id(field)
      case (6, 1): text = try reader.string(field)
      case (6, 2): tierBytes = try reader.fixed64(field)
      case (7, 1): driverKeyID = try reader.id(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> AccountEvent.Content {
    switch number {
    case 3:
      .paired(
        vehicleID: try vehicleID.required("paired.vehicle_id"),
        devicePublicKey: try FieldRange.bytes(
          devicePublicKey, count: Self.publicKeyLength, "paired.device_public_key"),
        driverKeyID: try driverKeyID.required("paired.driver_key_id"))
    case 4:
      .consentGranted(
        scope: ConsentScope(rawValue: scope), textVersion: text,
        vehicleID: try vehicleID.required("consent_granted.vehicle_id"))
    case 5:
      .consentWithdrawn(
        scope: ConsentScope(rawValue: scope), vehicleID: try vehicleID.required("consent_withdrawn.vehicle_id"))
    case 6: .planChanged(plan: text, tierBytes: tierBytes)
    case 7: .erased(driverKeyID: try driverKeyID.required("erased.driver_key_id"))
    default: throw .invalid(field: "event")
    }
  }
}
