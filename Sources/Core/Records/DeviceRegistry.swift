/// Which device speaks for which vehicle, and what was consented to: folded from the account events, in order.
public struct DeviceRegistry: Sendable {
  public struct Device: Hashable, Sendable {
    public var accountID: RecordID
    /// 32 bytes, Ed25519.
    public var publicKey: [UInt8]
    public var driverKeyID: RecordID
    public var consents: Set<ConsentScope> = []
  }

  private var devices: [RecordID: Device] = [:]

  public init() {}

  public var count: Int { devices.count }

  public func device(of vehicle: RecordID) -> Device? { devices[vehicle] }

  public mutating func absorb(_ event: AccountEvent) {
    switch event.content {
    case .paired(let vehicle, let publicKey, let driverKey):
      // A vehicle belongs to the account that paired it first; another account cannot take it over.
      if let known = devices[vehicle], known.accountID != event.accountID { return }
      devices[vehicle] = Device(
        accountID: event.accountID, publicKey: publicKey, driverKeyID: driverKey,
        consents: devices[vehicle]?.consents ?? [])
    case .consentGranted(let scope, _, let vehicle):
      change(vehicle, of: event.accountID) { $0.consents.insert(scope) }
    case .consentWithdrawn(let scope, let vehicle):
      change(vehicle, of: event.accountID) { $0.consents.remove(scope) }
    case .planChanged:
      break
    case .erased(let driverKey):
      devices = devices.filter { $0.value.driverKeyID != driverKey || $0.value.accountID != event.accountID }
    }
  }

  private mutating func change(_ vehicle: RecordID, of account: RecordID, _ body: (inout Device) -> Void) {
    guard var device = devices[vehicle], device.accountID == account else { return }
    body(&device)
    devices[vehicle] = device
  }
}
