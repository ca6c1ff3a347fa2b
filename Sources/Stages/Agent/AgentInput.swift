/// Which input a checkpoint belongs to. A live device has none: what it said is gone.
public struct AgentInput: Hashable, Sendable {
  /// The path of the recording.
  public var name: String
  /// Tells one file from another under the same name (`RecordingReader.fingerprint`).
  public var fingerprint: [UInt8]

  public init(name: String, fingerprint: [UInt8]) {
    self.name = name
    self.fingerprint = fingerprint
  }

  var checkpointName: String { "agent input \(name)" }

  /// Readings absorbed (8 bytes, big endian) ‖ fingerprint.
  func checkpoint(after readings: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: readings >> (56 - 8 * UInt64($0))) } + fingerprint
  }

  /// Nil for the checkpoint of another file, or bytes that are none.
  func readings(in checkpoint: [UInt8]) -> UInt64? {
    guard checkpoint.count >= 8, Array(checkpoint[8...]) == fingerprint else { return nil }
    return checkpoint[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }
}
