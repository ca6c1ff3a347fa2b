import Agent
import Core
import Ports

/// One run of the agent over a disk, from start to end or to its death.
struct AgentProcess {
  /// Stands for the HMAC: another message, another digest.
  static let hash: KeyedHash = { message in
    var generator = Numbers(state: 0xCBF2_9CE4_8422_2325)
    for byte in message { generator.state = (generator.state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<4).flatMap { _ -> [UInt8] in
      let bits = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    }
  }

  /// SplitMix64 (Steele et al. 2014).
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }
  }

  var disk = CameraDisk()
  var broker = Broker()
  /// Where the driver's records go: another connection, another producer.
  var archive = Broker()
  /// Nil: a camera without a driver's archive.
  var sealing: PlainSealing?
  var coding = TableCoding()
  var wallet = TestWallet()
  var input: AgentInput? = AgentInput(name: "drive", fingerprint: [1, 2, 3, 4])
  var account = [Consent.granted]
  var configuration = {
    var configuration = AgentConfiguration()
    configuration.sharesPasses = false
    return configuration
  }()

  func service(_ misfortune: Misfortune? = nil, seed: UInt64 = 1) throws(AgentFault) -> AgentService {
    try AgentService(
      configuration,
      machine: AgentMachine(configuration, consent: Consent.state(account), hash: Self.hash), input: input,
      outbox: DurableOutbox(disk, misfortune), wallet: wallet, coding: coding, personal: sealing,
      hash: Self.hash, randomness: Numbers(state: seed))
  }

  /// Reads the whole input in batches and flushes after each, until the end or the first fault.
  func run(_ readings: [SensorReading], batch: Int = 50, _ misfortune: Misfortune? = nil, seed: UInt64 = 1)
    throws(AgentFault)
  {
    let service = try service(misfortune, seed: seed)
    for start in stride(from: 0, to: readings.count, by: batch) {
      let part = readings[start..<min(start + batch, readings.count)]
      _ = try service.absorb(Array(part))
      _ = try service.flush(
        BrokerProducer(broker, misfortune), now: part.last?.time ?? .distantPast)
      try flushArchive(service, misfortune)
    }
    _ = try service.finish()
    _ = try service.flush(BrokerProducer(broker, misfortune), now: readings.last?.time ?? .distantPast)
    try flushArchive(service, misfortune)
  }

  private func flushArchive(_ service: AgentService, _ misfortune: Misfortune?) throws(AgentFault) {
    if sealing != nil { _ = try service.flushArchive(BrokerProducer(archive, misfortune)) }
  }
}
