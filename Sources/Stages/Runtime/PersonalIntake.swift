public import Core
public import Ports

/// One partition's records of a personal topic, believed or set aside: what every stage that reads the personal plane
/// does before it looks at an event.
public struct PersonalIntake {
  /// A record that its signer has signed, opened.
  public struct Believed {
    public var sealed: SealedRecord
    public var device: DeviceRegistry.Device
    public var payload: [UInt8]
  }

  private let topic: String
  private let codec: any EventCoding
  private let book: AccountBook
  private var gate: PersonalRecordGate
  private var aside: SetAsideRows
  private var sequences: [RecordStream: UInt64] = [:]
  private var erasuresDone = 0

  /// - Parameter claim: what the store holds of the partition.
  public init(
    topic: String, claim: ViewClaim, codec: any EventCoding, book: AccountBook, gate: PersonalRecordGate
  ) {
    self.topic = topic
    self.codec = codec
    self.book = book
    self.gate = gate
    aside = SetAsideRows(topic: topic)
    self.gate.remember(claim.sequences, topic: topic)
  }

  /// Nil: it was counted, and set aside where there is something to tell.
  /// - Throws: when the answer may be another one later.
  public mutating func take(
    _ record: borrowing RecordView, _ output: inout ViewOutput
  ) throws(LogError) -> Believed? {
    guard !record.isTombstone else {
      setAside(record, "tombstone", &output)
      return nil
    }
    guard let sealed = try? codec.decodeSealedRecord(record.bytes) else {
      setAside(record, "malformed", &output)
      return nil
    }
    guard let device = try book.device(of: sealed.vehicleID), device.driverKeyID == sealed.driverKeyID else {
      // Of an erased driver nothing is kept, not even that there was something.
      if book.isErased(sealed.driverKeyID) {
        output.count("erased")
      } else {
        setAside(record, "unknown_device", &output)
      }
      return nil
    }
    do throws(IdentityFault) {
      let payload = try gate.open(sealed, topic: topic, registry: book.registry)
      sequences[RecordStream(vehicleID: sealed.vehicleID, signing: sealed.signing)] = sealed.sequence
      return Believed(sealed: sealed, device: device, payload: payload)
    } catch {
      setAside(record, try Self.reason(error), &output)
      return nil
    }
  }

  /// Where the record stands and why it was passed; nothing of what it holds.
  public mutating func setAside(_ record: borrowing RecordView, _ reason: String, _ output: inout ViewOutput) {
    aside.append(record, reason, &output)
  }

  public mutating func giveAside(_ output: inout ViewOutput) {
    aside.give(&output)
  }

  public mutating func takeSequences() -> [RecordStream: UInt64] {
    defer { sequences = [:] }
    return sequences
  }

  /// Vehicles whose driver's key was erased since the last call.
  public mutating func takeErasedVehicles() -> [RecordID] {
    defer { erasuresDone = book.erasedVehicles.count }
    return book.erasedVehicles.dropFirst(erasuresDone).filter { book.registry.device(of: $0) == nil }
  }

  private static func reason(_ fault: IdentityFault) throws(LogError) -> String {
    switch fault {
    case .forged: "forged"
    case .altered: "altered"
    case .replayed: "replayed"
    case .unknownKey: "no_key"
    case .unknownSuite: "unknown_suite"
    case .malformed, .invalid, .limitReached: "malformed"
    case .unavailable(let what):
      throw LogError(
        .unavailable, operation: "open a personal record", reason: what, hint: "it is tried again from the last write")
    }
  }
}
