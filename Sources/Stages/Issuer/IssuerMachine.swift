public import Core
public import Ports

/// Decides which camera gets a credential today. It sees which device asks, and never what the credential is: the
/// request is blind, so nothing shown later can be tied to it.
///
/// One a vehicle and day: the same request is answered again (an answer may have been lost on its way), another is not.
public final class IssuerMachine {
  public typealias Store = any Outbox

  /// Days that are remembered of one vehicle where credentials are given for any day: 36 kB.
  public static let maximumRecordedDays = 1_000

  private let issuing: any CredentialIssuing
  private let signatures: any SignatureChecking
  private let store: Store
  private let anyDay: Bool
  private var registry = DeviceRegistry()

  public enum Refusal: Error, Hashable, Sendable {
    /// The vehicle is not paired, or the signature is not its device's. One answer for both: it tells nobody who is
    /// paired.
    case unknownDevice
    /// There is no live consent to the hazard network.
    case noConsent
    /// Neither yesterday, today nor tomorrow.
    case day
    /// Another request of the day was answered.
    case alreadyIssued
    case malformed
    /// Try again later; the reason names no vehicle.
    case unavailable(String)
  }

  /// - Parameter anyDay: gives credentials for days long past, for recordings; a camera could hoard them, so not for
  ///   cameras.
  public init(
    issuing: any CredentialIssuing, signatures: any SignatureChecking, store: Store, anyDay: Bool = false
  ) {
    self.anyDay = anyDay
    self.issuing = issuing
    self.signatures = signatures
    self.store = store
  }

  public var devices: Int { registry.count }

  /// Knows nobody any more; the account events will come again from the first.
  public func forget() { registry = DeviceRegistry() }

  public func absorb(_ event: AccountEvent) { registry.absorb(event) }

  /// What the device signs: a fixed text, then fixed widths, so that no two requests give the same bytes.
  public static func signedBytes(vehicle: RecordID, day: Int32, request: [UInt8]) -> [UInt8] {
    let bits = UInt32(bitPattern: day)
    return Array("swerve credential request 1".utf8) + vehicle.bytes
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) } + request
  }

  public func issue(
    vehicle: RecordID, day: Int32, request: [UInt8], signature: [UInt8], now: Timestamp
  ) throws(Refusal) -> [UInt8] {
    guard let device = registry.device(of: vehicle),
      signatures.isValid(
        signature, of: Self.signedBytes(vehicle: vehicle, day: day, request: request), publicKey: device.publicKey,
        suite: 1)
    else { throw .unknownDevice }
    guard device.consents.contains(.hazardNetwork) else { throw .noConsent }
    let today = now.milliseconds / 86_400_000
    guard anyDay || abs(Int64(day) - today) <= 1 else { throw .day }
    let digest = issuing.digest(request)
    let key = Array("issued ".utf8) + vehicle.bytes
    var issued = try stored(key)
    if let known = issued.first(where: { $0.day == day }), known.digest != digest { throw .alreadyIssued }
    do {
      let response = try issuing.respond(to: request, day: day)
      if !issued.contains(where: { $0.day == day }) {
        // Every day that can still be asked for, whichever was last, and one more for a clock that is set back.
        issued =
          anyDay ? issued.suffix(Self.maximumRecordedDays - 1) : issued.filter { abs(Int64($0.day) - today) <= 2 }
        try save(issued + [(day, digest)], key)
      }
      return response
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw .malformed
    }
  }

  // MARK: Storage: (day, 4 bytes ‖ SHA-256 of the request, 32 bytes) of each day.

  private func stored(_ key: [UInt8]) throws(Refusal) -> [(day: Int32, digest: [UInt8])] {
    let bytes: [UInt8]
    do { bytes = try store.value(key) ?? [] } catch { throw .unavailable(error.reason) }
    return stride(from: 0, to: bytes.count - 35, by: 36).map { start in
      let day = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return (Int32(bitPattern: day), Array(bytes[start + 4..<start + 36]))
    }
  }

  private func save(_ issued: [(day: Int32, digest: [UInt8])], _ key: [UInt8]) throws(Refusal) {
    let bytes = issued.flatMap { entry -> [UInt8] in
      let bits = UInt32(bitPattern: entry.day)
      return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) } + entry.digest
    }
    do { try store.setValue(key, bytes) } catch { throw .unavailable(error.reason) }
  }
}
