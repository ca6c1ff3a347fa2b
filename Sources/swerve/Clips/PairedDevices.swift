import Core
import Credentials
import Foundation
import HTTPFront
import Ports
import Synchronization

/// Which cameras are paired, as of the account events read so far, and what they sign. Safe from any thread.
final class PairedDevices: Sendable {
  /// Requests remembered so that none is accepted twice. More than this within the tolerance are refused.
  static let maximumNonces = 1_000_000

  private struct State: Sendable {
    var registry = DeviceRegistry()
    var nonces: [RecordID: Timestamp] = [:]
    var isCaughtUp = false
  }

  private let state = Mutex(State())
  private let clock: any WallClock
  /// Told of every account event; of those that are read again, again.
  private let heard: @Sendable (AccountEvent) -> Void

  init(clock: any WallClock, heard: @escaping @Sendable (AccountEvent) -> Void = { _ in }) {
    self.clock = clock
    self.heard = heard
  }

  var isCaughtUp: Bool { state.withLock { $0.isCaughtUp } }

  func device(of vehicle: RecordID) -> DeviceRegistry.Device? { state.withLock { $0.registry.device(of: vehicle) } }

  func absorb(_ events: [AccountEvent]) {
    state.withLock { state in for event in events { state.registry.absorb(event) } }
    events.forEach(heard)
  }

  /// Follows the account events from the beginning of their log.
  func run(log: any RecordLog, until signal: StageThread.Signal) throws {
    while !signal.isStopped {
      do throws(LogError) {
        let accounts = try AccountFollower(log: log)
        // Anew, so that nobody who was erased is known again while it is read.
        var registry = DeviceRegistry()
        try accounts.readAll { event in
          registry.absorb(event)
          heard(event)
        }
        state.withLock { state in
          state.registry = registry
          state.isCaughtUp = true
        }
        while !signal.isStopped {
          absorb(try accounts.readNew())
          Thread.sleep(forTimeInterval: Stages.pause)
        }
      } catch {
        guard error.kind == .unavailable || error.kind == .timedOut else { throw error }
        Console.note("accounts: \(error.operation): \(error.reason); trying again")
      }
    }
  }

  /// The camera that signed this request.
  /// - Throws: 401 for anything that is not fresh, new and signed by a paired camera.
  func camera(_ request: Request) throws -> (vehicle: RecordID, device: DeviceRegistry.Device) {
    guard let (asked, signature) = request.headers["Authorization"].flatMap({ UploadAuthorization.parse($0) }),
      let device = device(of: asked.vehicleID),
      DeviceKey.verify(
        signature: signature, message: asked.signedBytes(method: request.method.rawValue, path: request.path),
        publicKey: device.publicKey),
      isFresh(asked)
    else { throw ProblemDetails(.notSignedIn, scheme: UploadAuthorization.scheme) }
    return (asked.vehicleID, device)
  }

  private func isFresh(_ asked: UploadAuthorization) -> Bool {
    let now = clock.now()
    let tolerance = UploadAuthorization.tolerance
    guard now - asked.time <= tolerance, asked.time - now <= tolerance else { return false }
    return state.withLock { state in
      if state.nonces.count >= Self.maximumNonces {
        state.nonces = state.nonces.filter { now - $0.value <= tolerance }
      }
      guard state.nonces.count < Self.maximumNonces else { return false }
      return state.nonces.updateValue(asked.time, forKey: asked.nonce) == nil
    }
  }
}
