public import Core
public import Ports

/// Does what the machine decides: gives sightings their ids, keeps them in the outbox, sends them.
///
/// A sighting is stored without its proof; the proof is asked for when it is sent, so that a camera without a
/// credential at hand keeps its sightings as long as they are of use, and none longer.
///
/// **After a crash** a recording is read again from its beginning with the effects muted up to the checkpoint: the
/// machine is a pure function of what it read, so no state of its own needs saving. Entries and checkpoint are one
/// step of the outbox, and an entry's `deduplicationID` is a keyed hash of what it says, so nothing is stored twice.
/// A crash between the broker's acknowledgement and its note in the outbox sends a record again, byte for byte but
/// for the topic key: the same record id and the same tag, which the readers count once.
///
/// **The driver's archive** goes through the same outbox, sealed and signed before it is stored, so that what is sent
/// again is the same bytes with the same sequence and a reader passes the second one over.
///
/// Confined to one thread, as its outbox is.
public final class AgentService {
  /// Where sightings go.
  public static let topic = "network.sightings"

  let configuration: AgentConfiguration
  let outbox: any Outbox
  let wallet: any CredentialWallet
  let coding: any EventCoding
  let personal: (any PersonalSealing)?
  var randomness: any RandomNumberGenerator
  public private(set) var machine: AgentMachine
  let input: AgentInput?
  let hash: KeyedHash
  var counter = RecordCounter()
  var sequences = SequenceCounter()
  var exposureCounter = RecordCounter("agent exposure counter")
  var nonces = NonceOrder()
  /// When this process began to send exposures, in the camera's clock.
  var exposuresSince: Timestamp?
  /// Nothing more is read: of a recording, all of its hours are over.
  private(set) var isFinished = false
  /// Decided, not yet on disk.
  var unsaved: [Unsaved] = []
  private var heldEffects: [AgentEffect] = []
  private var absorbed: UInt64 = 0
  private var saved: UInt64 = 0
  var lastToken: UInt64 = 0
  /// What was decided and dropped because the outbox refused them for too long.
  public private(set) var overflowed: UInt64 = 0
  /// Readings whose effects were acted on by an earlier process, and which are only absorbed again.
  public let replayedReadings: UInt64

  struct Unsaved {
    enum Content {
      case sighting(SightingDraft)
      case drive(DriveEntry)
      case exposure(ExposureDraft)
      /// Made of an entry of the log, and stored with it.
      case footage(DriveEntry)
    }

    var content: Content
    var entry: OutboxEntry?
  }

  /// - Parameters:
  ///   - input: nil for a live device.
  ///   - personal: nil for a camera without a driver's archive.
  ///   - randomness: for topic keys; must be unpredictable (`SystemRandomNumberGenerator`) outside of tests.
  public init(
    _ configuration: AgentConfiguration = .init(), machine: AgentMachine, input: AgentInput?, outbox: any Outbox,
    wallet: any CredentialWallet, coding: any EventCoding, personal: (any PersonalSealing)? = nil,
    hash: @escaping KeyedHash, randomness: any RandomNumberGenerator
  ) throws(AgentFault) {
    self.configuration = configuration
    self.machine = machine
    self.input = input
    self.outbox = outbox
    self.wallet = wallet
    self.coding = coding
    self.personal = personal
    self.hash = hash
    self.randomness = randomness
    do {
      let checkpoint = try input.map { input throws(OutboxFault) in
        try outbox.checkpoint(named: input.checkpointName).flatMap { input.readings(in: $0) }
      }
      replayedReadings = (checkpoint ?? nil) ?? 0
    } catch {
      throw .outbox(error)
    }
    saved = replayedReadings
    try endInterruptedDrive()
  }

  /// Takes the next readings, in the order the reader gives them. What is to be sent is on disk when it returns.
  /// - Throws: when it could not be stored; it is kept, and so are the effects, for the next call.
  public func absorb(_ readings: [SensorReading]) throws(AgentFault) -> [AgentEffect] {
    for reading in readings {
      absorbed += 1
      let effects = machine.absorb(reading)
      if absorbed > replayedReadings { take(effects) }
    }
    return try store(isFinal: false)
  }

  public func absorb(_ event: AccountEvent) { machine.absorb(event) }

  /// Event time has reached `now`: for a live device, whose sensors may fall silent.
  public func advance(to now: Timestamp) throws(AgentFault) -> [AgentEffect] {
    take(machine.advance(to: now))
    return try store(isFinal: false)
  }

  /// The input is over.
  public func finish() throws(AgentFault) -> [AgentEffect] {
    take(machine.finish())
    isFinished = true
    return try store(isFinal: true)
  }

  var isRecording: Bool { input != nil }

  private func take(_ effects: [AgentEffect]) {
    heldEffects += effects
    for effect in effects {
      switch effect {
      case .sighting(let draft): keep(.sighting(draft))
      case .exposure(let draft): keep(.exposure(draft))
      case .archive(let entry) where personal != nil:
        keep(.drive(entry))
        if configuration.clips != nil, entry.hasFootage { keep(.footage(entry)) }
      case .archive, .withheld, .incident, .drive: continue
      }
    }
  }

  func keep(_ content: Unsaved.Content) {
    if unsaved.count == configuration.unsavedLimit {
      unsaved.removeFirst()
      overflowed += 1
    }
    unsaved.append(Unsaved(content: content))
  }

  private func store(isFinal: Bool) throws(AgentFault) -> [AgentEffect] {
    let isDue = absorbed >= saved + (isFinal ? 1 : configuration.checkpointInterval)
    // An exposure waits for hours anyway; it is not worth a disk's time of its own.
    let isUrgent = unsaved.contains { if case .exposure = $0.content { false } else { true } }
    if isUrgent || unsaved.count >= configuration.exposureBatch || isDue { try save() }
    defer { heldEffects = [] }
    return heldEffects
  }

  /// Ids and sequences first, then entries and position in one step.
  func save() throws(AgentFault) {
    do {
      try makeEntries()
      let reached = max(absorbed, replayedReadings)
      let position = input.map { Checkpoint(name: $0.checkpointName, value: $0.checkpoint(after: reached)) }
      guard !unsaved.isEmpty || position != nil && reached > saved else { return }
      try outbox.append(unsaved.compactMap(\.entry), checkpoint: position ?? openDrive())
      unsaved.removeAll()
      saved = reached
    } catch let fault as OutboxFault {
      throw .outbox(fault)
    } catch {
      throw .secretUnavailable
    }
  }

  private func makeEntries() throws {
    let count = unsaved.count { if case .drive = $0.content { $0.entry == nil } else { false } }
    var numbers = try sequences.take(count, of: Self.drives, from: outbox)
    for index in unsaved.indices where unsaved[index].entry == nil {
      switch unsaved[index].content {
      case .sighting(let draft):
        unsaved[index].entry = try entry(for: draft)
      case .drive(let entry):
        unsaved[index].entry = try sealed(entry, sequence: numbers.removeFirst())
      case .footage(let entry):
        guard let event = entry.event(hash: hash), let clips = configuration.clips else {
          throw AgentFault.secretUnavailable
        }
        unsaved[index].entry = try ClipWork(event, of: entry.drive, clips).map { try self.entry(for: $0) }
      case .exposure:
        continue
      }
    }
    try makeExposureEntries()
  }

  private func entry(for draft: SightingDraft) throws -> OutboxEntry {
    let epoch = RecordCounter.epoch(of: draft.time)
    let number = try counter.take(epoch: epoch, from: outbox)
    guard let recordID = RecordID(epoch: epoch, counter: number, hash: hash),
      let digest = hash(Self.identity(of: draft)), digest.count >= 16
    else { throw AgentFault.secretUnavailable }
    return OutboxEntry(
      topic: Self.topic, key: [], value: coding.encode(draft.sighting(recordID: recordID)), timestamp: draft.time,
      deduplicationID: Array(digest[..<16]))
  }

  /// What makes a sighting the same when a recording is read again; hashed with the secret before it is stored, because
  /// the outbox remembers it longer than the sighting.
  private static func identity(of draft: SightingDraft) -> [UInt8] {
    let numbers = [
      Int64(draft.kind.rawValue), draft.time.milliseconds, Int64(draft.position.latitudeE7),
      Int64(draft.position.longitudeE7),
    ]
    return numbers.reduce(into: Array("swerve sighting".utf8)) { bytes, number in
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
  }
}
