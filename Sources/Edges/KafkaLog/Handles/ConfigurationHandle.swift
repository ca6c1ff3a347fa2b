internal import CRdKafka
internal import Ports

/// Owner of an `rd_kafka_conf_t` until a client takes it over.
@safe struct ConfigurationHandle: ~Copyable {
  private let pointer: OpaquePointer

  /// Room for librdkafka's words about a refused setting, in bytes.
  private static let wordsMax = 512

  init() { unsafe pointer = rd_kafka_conf_new() }

  deinit { unsafe rd_kafka_conf_destroy(pointer) }

  func set(_ name: String, _ value: String) throws(LogError) {
    let (outcome, words) = unsafe Self.withWords { (room, size) in
      unsafe rd_kafka_conf_set(pointer, name, value, room, size)
    }
    if outcome == RD_KAFKA_CONF_OK { return }
    throw LogError(
      .misconfigured, operation: "setting \(name)", reason: words,
      hint: outcome == RD_KAFKA_CONF_UNKNOWN
        ? "librdkafka \(KafkaLog.version) has no such property; its CONFIGURATION.md lists them"
        : "librdkafka's CONFIGURATION.md tells which values it takes")
  }

  /// Makes the client, which owns the configuration from then on; on failure the configuration is freed here.
  consuming func makeClient(_ kind: rd_kafka_type_t, callbacks: ClientCallbacks) throws(LogError) -> ClientHandle {
    let retained = unsafe Unmanaged.passRetained(callbacks)
    unsafe rd_kafka_conf_set_opaque(pointer, retained.toOpaque())
    unsafe callbacks.install(in: pointer, kind: kind)
    let (client, words) = unsafe Self.withWords { (room, size) in unsafe rd_kafka_new(kind, pointer, room, size) }
    guard let client = unsafe client else {
      unsafe retained.release()
      _ = consume self
      throw LogError(
        .misconfigured, operation: "making a Kafka client", reason: words,
        hint: "check the limits and properties against each other")
    }
    discard self
    return unsafe ClientHandle(client, callbacks: retained)
  }

  private static func withWords<Result>(
    _ call: (UnsafeMutablePointer<CChar>, Int) -> Result
  ) -> (Result, String) {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: wordsMax) { room in
      unsafe room.initialize(repeating: 0)
      // A temporary allocation of a positive size always has an address.
      guard let base = room.baseAddress else { preconditionFailure("no room for \(wordsMax) bytes") }
      let result = unsafe call(base, wordsMax)
      return unsafe (result, String(cString: base))
    }
  }
}
