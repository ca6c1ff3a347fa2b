internal import CZlib
internal import Core

@testable internal import Recordings

extension FuzzEntry {
  /// Files that people bring, and what a live device writes.
  static let recordings: [FuzzEntry] = [
    recording("DrivePlotR", .drivePlotR),
    recording("GPX", .gpx),
    recording("NMEA", .nmea),
    recording("JSONLines", .jsonLines) { pass in
      // Later than the year 37,000 a number of seconds has no room for milliseconds.
      guard pass.readings.allSatisfy({ $0.time.milliseconds.magnitude < 1 << 50 }) else { return }
      let written = pass.readings.map(JSONLine.text).joined()
      require(readWhole(Array(written.utf8), .jsonLines).readings == pass.readings, "what is written reads as another")
    },
    FuzzEntry(name: "Recognition") { bytes in
      guard let reader = try? RecordingReader(name: "fuzz", bytes: MemoryByteSource(bytes)) else { return }
      _ = RecordingPass(reader)
    },
    FuzzEntry(name: "Comma2k19Positions") { bytes in
      guard let clock = Comma2k19Clock(head: bytes) else { return }
      _ = RecordingPass(bytes, LineRecordingParser(Comma2k19PositionParser(clock: clock)))
    },
    FuzzEntry(name: "Comma2k19Motion") { bytes in
      guard let clock = Comma2k19Clock(head: Array("t,utc_ms\n0,1500000000000\n".utf8)) else { return }
      _ = RecordingPass(bytes, LineRecordingParser(Comma2k19MotionParser(clock: clock)))
    },
    FuzzEntry(name: "SightingTable", feed: readTable),
    FuzzEntry(name: "Gzip") { bytes in
      decompress(bytes)
      compressAndCut(bytes)
    },
  ]

  /// The law of a recording: what it says does not depend on how its bytes were cut.
  private static func recording(
    _ name: String, _ format: RecordingFormat, law: @escaping @Sendable (RecordingPass) -> Void = { _ in }
  ) -> FuzzEntry {
    FuzzEntry(name: name) { bytes in
      let whole = readWhole(bytes, format)
      let source = MemoryByteSource(bytes, piece: 1 + bytes.count % 13)
      let pieces = RecordingPass(try? RecordingReader(name: "fuzz", bytes: source, options: .init(format: format)))
      require(whole == pieces, "the cut changes what is read")
      law(whole)
    }
  }

  private static func readWhole(_ bytes: [UInt8], _ format: RecordingFormat) -> RecordingPass {
    let source = MemoryByteSource(bytes)
    return RecordingPass(try? RecordingReader(name: "fuzz", bytes: source, options: .init(format: format)))
  }

  private static func readTable(_ bytes: [UInt8]) {
    guard let table = try? SightingTable(name: "fuzz", bytes: MemoryByteSource(bytes)) else { return }
    for row in table.rows {
      require(row.position.isValid, "a place outside the world")
      require(row.peak.map { $0.g >= 0 } ?? true, "a peak below zero")
    }
    let header = SightingTable.columns.joined(separator: ",") + "\n"
    let text =
      header
      + table.rows.map { row in
        let camera = table.cameras[Int(row.camera)]
        // Bytes: with an accent behind it, a comma is another `Character`, and a separator all the same.
        let name = camera.utf8.contains(UInt8(ascii: ",")) ? "\"\(camera)\"" : camera
        return "\(name),\(row.time.seconds),\(row.position.latitude),\(row.position.longitude),"
          + "\(row.course.map { "\($0.degrees)" } ?? ""),\(row.kind.name),\(row.peak.map(peakText) ?? "")\n"
      }.joined()
    let again = try? SightingTable(name: "fuzz", bytes: MemoryByteSource(Array(text.utf8)))
    require(again?.rows == table.rows && again?.cameras == table.cameras, "what is written reads as another")
  }

  /// A number past the range of `Float` is the network's to refuse, and is infinite until then.
  private static func peakText(_ peak: Acceleration) -> String { peak.g.isFinite ? "\(peak.g)" : "1e39" }
}

// MARK: Gzip

extension FuzzEntry {
  /// Bytes at once, in pieces of no power of two.
  private static let piece = 97
  /// Decompressed bytes that are looked at: a few kilobytes may stand for megabytes.
  private static let decompressedLimit = 1 << 18

  /// Damage is told, and as much is read before it, however the bytes are asked for.
  private static func decompress(_ bytes: [UInt8]) {
    let whole = read(bytes, limit: 65_536)
    let pieces = read(bytes, limit: piece)
    let count = min(whole.bytes.count, pieces.bytes.count, decompressedLimit)
    require(whole.bytes.prefix(count) == pieces.bytes.prefix(count), "the cut changes what is read")
    guard count < decompressedLimit else { return }
    require(whole.bytes.count == pieces.bytes.count, "the cut changes how much is read")
    require(whole.fault == pieces.fault, "the cut changes what is told")
  }

  /// What is compressed reads as it was, and a file that was cut anywhere is told to be.
  private static func compressAndCut(_ bytes: [UInt8]) {
    let compressed = stored(bytes)
    let whole = read(compressed, limit: piece)
    require(whole.bytes == bytes && whole.fault == nil, "what is written reads as another")
    let cut = read(Array(compressed.prefix(1 + bytes.count / 2)), limit: piece)
    require(cut.fault != nil && bytes.starts(with: cut.bytes), "a cut goes unnoticed")
  }

  private static func read(_ bytes: [UInt8], limit: Int) -> (bytes: [UInt8], fault: RecordingFault?) {
    var read: [UInt8] = []
    do throws(RecordingFault) {
      let source = try GzipByteSource(MemoryByteSource(bytes, piece: limit), name: "fuzz")
      while read.count < decompressedLimit, try source.read(into: &read, limit: limit) > 0 {}
    } catch {
      return (read, error)
    }
    return (read, nil)
  }

  /// One member whose blocks hold the bytes as they are (RFC 1951, section 3.2.4).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let sum = unsafe bytes.withUnsafeBufferPointer { unsafe UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
    var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      member += [0] + littleEndian(UInt32(block.count), 2) + littleEndian(~UInt32(block.count), 2) + block
    }
    return member + [1, 0, 0, 0xff, 0xff] + littleEndian(sum, 4) + littleEndian(UInt32(bytes.count), 4)
  }

  private static func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
