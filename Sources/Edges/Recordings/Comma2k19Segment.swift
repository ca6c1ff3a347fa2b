/// The files of a comma2k19 segment that a camera has too: receiver and accelerometer. `can_speed`, `can_steering` and
/// `imu_gyro` lie beside them and are not read: a dash cam is not on the car's bus, and no detector uses the gyroscope.
struct Comma2k19Segment {
  let components: [RecordingComponent]
  /// First bytes of the receiver's file.
  let head: [UInt8]

  init(folder: String, options: RecordingOptions) throws(RecordingFault) {
    let positions = try Self.open("gnss_ublox.csv", in: folder)
    var head: [UInt8] = []
    // Some 90 bytes a row: 16 KiB hold the rows that the clock is taken from.
    while head.count < 16_384 {
      if try positions.source.read(into: &head, limit: 16_384 - head.count) == 0 { break }
    }
    guard let clock = Comma2k19Clock(head: head) else {
      throw RecordingFault(
        operation: "read the clock of the segment", subject: positions.name, reason: "no row has both t and utc_ms",
        hint: "use the file as comma2k19 publishes it")
    }
    self.head = Array(head.prefix(RecordingFormat.sniffedBytes))
    let motion = try Self.open("imu_accel.csv", in: folder)
    components = [
      RecordingComponent(
        file: positions.name, source: PrefixedByteSource(head, positions.source),
        parser: LineRecordingParser(Comma2k19PositionParser(clock: clock)), window: options.reorderWindow),
      RecordingComponent(
        file: motion.name, source: motion.source, parser: LineRecordingParser(Comma2k19MotionParser(clock: clock)),
        window: options.reorderWindow),
    ]
  }

  private static func open(_ name: String, in folder: String) throws(RecordingFault) -> (
    source: any ByteSource, name: String
  ) {
    for path in ["\(folder)/\(name)", "\(folder)/\(name).gz"] where FileByteSource.exists(path) {
      return (try RecordingReader.decompressed(try FileByteSource(path: path), name: path), path)
    }
    throw RecordingFault(
      operation: "open the recording", subject: folder, reason: "the folder has no \(name)",
      hint: "give the folder of a comma2k19 segment, or a single file of another format")
  }
}
