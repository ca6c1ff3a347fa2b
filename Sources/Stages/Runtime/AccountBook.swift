public import Core
public import Ports

/// Who is paired, as of the account events read so far. One for all partitions of a process, confined to its thread.
///
/// A device speaks only after its pairing is in the log, so a vehicle that is not in the book is looked for once more,
/// up to where the log ends now; who is still unknown then was never paired.
public final class AccountBook {
  public private(set) var registry = DeviceRegistry()
  /// Vehicles whose driver's key was erased, in the order of the log.
  public private(set) var erasedVehicles: [RecordID] = []
  private var erasedKeys: Set<RecordID> = []
  private var keysOfVehicles: [RecordID: RecordID] = [:]
  private let readToEnd: (_ take: (AccountEvent) -> Void) throws(LogError) -> Void

  /// - Parameter readToEnd: gives the account events that are new since the last call, up to where the log ends now. It
  ///   may throw in the middle and go on there the next time.
  public init(readToEnd: @escaping (_ take: (AccountEvent) -> Void) throws(LogError) -> Void) {
    self.readToEnd = readToEnd
  }

  public func refresh() throws(LogError) { try readToEnd { absorb($0) } }

  public func isErased(_ driverKey: RecordID) -> Bool { erasedKeys.contains(driverKey) }

  /// The device, after one more look where there is none yet.
  func device(of vehicle: RecordID) throws(LogError) -> DeviceRegistry.Device? {
    if let known = registry.device(of: vehicle) { return known }
    try refresh()
    return registry.device(of: vehicle)
  }

  private func absorb(_ event: AccountEvent) {
    switch event.content {
    case .erased(let key):
      for (vehicle, used) in keysOfVehicles where used == key {
        if registry.device(of: vehicle)?.accountID == event.accountID { erasedVehicles.append(vehicle) }
      }
      erasedKeys.insert(key)
    default: break
    }
    registry.absorb(event)
    if case .paired(let vehicle, _, _) = event.content {
      keysOfVehicles[vehicle] = registry.device(of: vehicle)?.driverKeyID
    }
  }
}
