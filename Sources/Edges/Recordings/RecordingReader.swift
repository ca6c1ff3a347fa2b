internal import CZlib
internal import Core

/// Reads a recording, or a live device, as readings ordered by time. Memory is bounded whatever the length: one block
/// of bytes and one window of readings a file.
///
/// A line that cannot be read is counted and skipped (`report`); only a source that fails ends the reading.
///
///     let reader = try RecordingReader(path: "drive.gpx")
///     while case let batch = try reader.read(), !batch.isEmpty { … }
public final class RecordingReader {
  public let format: RecordingFormat
  /// Tells one file from another of the same name: CRC-32 of its first 4,096 bytes; nil for a stream.
  public let fingerprint: [UInt8]?
  private let components: [RecordingComponent]
  private var delivered: UInt64 = 0

  /// - Parameter path: a file (gzip'ed or not), or the folder of a comma2k19 segment.
  public init(path: String, options: RecordingOptions = .init()) throws(RecordingFault) {
    if FileByteSource.isFolder(path) {
      format = .comma2k19
      let segment = try Comma2k19Segment(folder: path, options: options)
      components = try segment.components + Self.scores(options)
      fingerprint = Self.checksum(segment.head)
    } else {
      let source = try Self.decompressed(try FileByteSource(path: path), name: path)
      let opened = try Self.recognized(source, name: path, options: options, fills: true)
      format = opened.format
      components = try [opened.component] + Self.scores(options)
      fingerprint = Self.checksum(opened.head)
    }
  }

  /// Reads bytes from anywhere: standard input is `FileByteSource(borrowing: 0, name: "standard input")`.
  public init(name: String, bytes: any ByteSource, options: RecordingOptions = .init()) throws(RecordingFault) {
    let source = try Self.decompressed(bytes, name: name)
    let opened = try Self.recognized(source, name: name, options: options, fills: false)
    format = opened.format
    components = try [opened.component] + Self.scores(options)
    fingerprint = nil
  }

  /// Waits for the next reading and returns it with those that can follow without waiting, at most `limit`. Empty:
  /// the end.
  public func read(limit: Int = 1_024) throws(RecordingFault) -> [PositionedReading] {
    var readings: [PositionedReading] = []
    while readings.count < limit {
      if !readings.isEmpty, !components.allSatisfy(\.isReady) { break }
      var next: (component: RecordingComponent, item: ParserOutput.Item)?
      for component in components {
        guard let item = try component.peek() else { continue }
        if next.map({ item.reading.time < $0.item.reading.time }) ?? true { next = (component, item) }
      }
      guard let next else { break }
      next.component.take()
      delivered += 1
      readings.append(
        PositionedReading(
          reading: next.item.reading,
          position: RecordingPosition(
            index: delivered, file: next.component.file, line: next.item.line, byteOffset: next.item.byteOffset)))
    }
    return readings
  }

  /// What was met so far, all files together.
  public var report: ReadingReport {
    var total = components.dropFirst().reduce(components[0].report) { $0.joined($1.report) }
    total.readings = delivered
    return total
  }

  private static func scores(_ options: RecordingOptions) throws(RecordingFault) -> [RecordingComponent] {
    guard let path = options.scores else { return [] }
    let source = try decompressed(try FileByteSource(path: path), name: path)
    let parser = LineRecordingParser(JSONLinesParser())
    return [RecordingComponent(file: path, source: source, parser: parser, window: options.reorderWindow)]
  }

  /// Recognizes gzip by its first two bytes.
  static func decompressed(_ source: any ByteSource, name: String) throws(RecordingFault) -> any ByteSource {
    var head: [UInt8] = []
    while head.count < 2 {
      if try source.read(into: &head, limit: 2 - head.count) == 0 { break }
    }
    let whole = PrefixedByteSource(head, source)
    return head == [0x1F, 0x8B] ? try GzipByteSource(whole, name: name) : whole
  }

  private static func recognized(
    _ source: any ByteSource, name: String, options: RecordingOptions, fills: Bool
  ) throws(RecordingFault) -> (component: RecordingComponent, format: RecordingFormat, head: [UInt8]) {
    var head: [UInt8] = []
    // A live device is recognized by its first whole line; a file is read to the end of its head for the fingerprint.
    while head.count < RecordingFormat.sniffedBytes {
      if !fills, options.format != nil || head.contains(UInt8(ascii: "\n")) && RecordingFormat(sniffing: head) != nil {
        break
      }
      if try source.read(into: &head, limit: RecordingFormat.sniffedBytes - head.count) == 0 { break }
    }
    guard let format = options.format ?? RecordingFormat(sniffing: head) else {
      let names = RecordingFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw RecordingFault(
        operation: "recognize the recording", subject: name,
        reason: head.isEmpty ? "it is empty" : "it begins like no format known here",
        hint: "give one of: \(names); or name the format")
    }
    let parser: any RecordingParser
    switch format {
    case .drivePlotR: parser = LineRecordingParser(DrivePlotRParser())
    case .nmea: parser = LineRecordingParser(NMEAParser())
    case .jsonLines: parser = LineRecordingParser(JSONLinesParser())
    case .gpx: parser = GPXParser()
    case .comma2k19:
      throw RecordingFault(
        operation: "open the recording", subject: name, reason: "a comma2k19 segment is a folder, this is a file",
        hint: "give the folder with gnss_ublox.csv and imu_accel.csv")
    }
    let component = RecordingComponent(
      file: name, source: PrefixedByteSource(head, source), parser: parser, window: options.reorderWindow)
    return (component, format, head)
  }

  private static func checksum(_ head: [UInt8]) -> [UInt8] {
    let sum = unsafe head.withUnsafeBufferPointer { unsafe crc32(0, $0.baseAddress, UInt32($0.count)) }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }
}
