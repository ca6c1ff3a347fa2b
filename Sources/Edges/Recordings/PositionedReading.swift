public import Core

/// A reading and where it stood in the input.
public struct PositionedReading: Hashable, Sendable {
  public var reading: SensorReading
  public var position: RecordingPosition

  public init(reading: SensorReading, position: RecordingPosition) {
    self.reading = reading
    self.position = position
  }
}

/// A place in a recording.
public struct RecordingPosition: Hashable, Sendable {
  /// Readings delivered up to and with this one: the same for the same bytes however they are cut into reads, so it is
  /// what a checkpoint holds.
  public var index: UInt64
  public var file: String
  /// From 1; of a GPX track the line its point ends on.
  public var line: Int
  /// Where the line begins, in bytes after decompression.
  public var byteOffset: Int64

  public init(index: UInt64, file: String, line: Int, byteOffset: Int64) {
    self.index = index
    self.file = file
    self.line = line
    self.byteOffset = byteOffset
  }
}
