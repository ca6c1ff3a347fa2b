import Clips
import Core
import Credentials
import EventCodec
import Foundation
import HTTPFront
import Ports
import Runtime
import Synchronization

/// The clip service's process: uploads and owners over HTTP, and three loops: who is paired, what was declared, and what
/// the service does by itself.
final class ClipService: Sendable {
  /// How long the log may take for what the service says.
  static let deadline: Timestamp.Span = .seconds(10)

  let devices: PairedDevices
  let store: ClipStore
  private let uploads: UploadSlots
  private let clips: any OwnerClips
  private let objects: any ObjectStore
  private let sealing: VaultClipSealing
  private let clock: any WallClock
  private let keeper: ClipKeeper
  /// Tiers that accounts have changed to, and which the ledger does not know yet.
  private let plans: Plans

  private final class Plans: Sendable {
    let waiting = Mutex<[RecordID: Int64]>([:])
  }

  init(
    ledger: any ClipLedger, clips: any OwnerClips, objects: any ObjectStore, keys: DriverKeys, signing key: DeviceKey,
    clock: any WallClock,
    rule: ClipRule = ClipRule()
  ) {
    let plans = Plans()
    self.plans = plans
    let devices = PairedDevices(clock: clock) { event in
      guard case .planChanged(_, let tierBytes) = event.content else { return }
      plans.waiting.withLock { $0[event.accountID] = Int64(clamping: tierBytes) }
    }
    let sealing = VaultClipSealing(keys: keys)
    let store = ClipStore(ledger: ledger, objects: objects, sealing: sealing, clock: clock, rule: rule)
    let voice = ServiceVoice(signing: key, keys: keys, devices: devices)
    self.devices = devices
    self.store = store
    self.clips = clips
    uploads = UploadSlots(store)
    self.objects = objects
    self.sealing = sealing
    self.clock = clock
    keeper = ClipKeeper(store: store) { (event) throws(IdentityFault) in
      let codec = EventCodec()
      return try voice.seal(event, codec.encode(event.event)).map { codec.encode($0) }
    }
  }

  func addRoutes(to router: inout Router, owners: OwnerAccess) {
    UploadRoutes(uploads: uploads, devices: devices).add(to: &router)
    ClipRoutes(clips: clips, rule: store.rule, objects: objects, sealing: sealing, clock: clock) {
      try await owners.owner($0, $1)
    }.add(to: &router)
  }

  func addHealth(to health: inout HealthChecks) {
    health.require("accounts") { [devices] in
      devices.isCaughtUp ? nil : "the account events have not been read to their end yet"
    }
    health.require("ledger") { [clips] in
      do throws(ViewError) {
        _ = try await clips.removals(of: RecordID(high: 0, low: 0), limit: 1)
        return nil
      } catch { return "the database of the ledger does not answer" }
    }
  }

  /// Does the service's own work until the signal.
  func keep(log: any RecordLog, until signal: StageThread.Signal) throws {
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    while !signal.isStopped {
      var isQuiet = true
      do {
        if devices.isCaughtUp { isQuiet = try !turn(producer) }
      } catch let error as LogError where error.kind == .unavailable || error.kind == .timedOut {
        Console.note("clips: \(error.operation): \(error.reason); trying again")
      } catch let error as ViewError where error.kind != .misconfigured && error.kind != .notAuthorized {
        Console.note("clips: \(error.operation): \(error.reason); trying again")
      } catch let error as ObjectError {
        Console.note("clips: \(error.operation): \(error.reason); trying again")
      } catch let error as IdentityFault {
        Console.note("clips: \(error); trying again")
      } catch let error as ClipFault {
        Console.note("clips: \(error); trying again")
      }
      if isQuiet { Thread.sleep(forTimeInterval: Stages.pause) }
    }
  }

  /// - Returns: whether there was anything to do.
  func turn(_ producer: any LogProducer) throws -> Bool {
    try changeTiers()
    return try keeper.turn(producer, deadline: Self.deadline)
  }

  /// All of them when it starts, because it hears the account events from the beginning: what the ledger knows changes
  /// nothing.
  private func changeTiers() throws {
    for (account, tier) in plans.waiting.withLock({ $0 }) {
      try store.changeTier(of: account, to: tier)
      // Unless it has changed again meanwhile.
      plans.waiting.withLock { if $0[account] == tier { $0[account] = nil } }
    }
  }
}
