internal import Core

/// Turns the bytes of one format into readings.
protocol RecordingParser {
  /// Takes the next bytes, however they are cut.
  mutating func absorb(_ bytes: ArraySlice<UInt8>, into output: inout ParserOutput)
  /// The input is over: what is half read is finished or reported.
  mutating func finish(into output: inout ParserOutput)
}

/// What a parser found, with where it stood.
struct ParserOutput {
  struct Item {
    var reading: SensorReading
    var line: Int
    var byteOffset: Int64
  }

  let file: String
  var items: [Item] = []
  var report: ReadingReport

  init(file: String, report: ReadingReport = .init()) {
    self.file = file
    self.report = report
  }
}

/// Reads one line of a format of lines.
protocol LineParser {
  /// Readings of the line, none for a line that says nothing yet.
  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading]
  /// The input is over: what was held back.
  mutating func finish() -> [SensorReading]
}

extension LineParser {
  mutating func finish() -> [SensorReading] { [] }
}

/// Cuts bytes into lines and gives them to a parser of lines.
struct LineRecordingParser<Lines: LineParser>: RecordingParser {
  /// A longer line is none of ours: it is skipped, so that a file without line ends cannot fill the memory.
  static var lineLimit: Int { 65_536 }

  private var lines: Lines
  private var partial: [UInt8] = []
  private var isOverlong = false
  private var line = 1
  private var offset: Int64 = 0
  private var lineOffset: Int64 = 0

  init(_ lines: Lines) { self.lines = lines }

  mutating func absorb(_ bytes: ArraySlice<UInt8>, into output: inout ParserOutput) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      append(rest[..<end])
      offset += Int64(end - rest.startIndex + 1)
      completeLine(into: &output)
      rest = rest[(end + 1)...]
    }
    append(rest)
    offset += Int64(rest.count)
  }

  mutating func finish(into output: inout ParserOutput) {
    if !partial.isEmpty || isOverlong { completeLine(into: &output) }
    for reading in lines.finish() {
      output.items.append(.init(reading: reading, line: max(1, line - 1), byteOffset: lineOffset))
    }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    if isOverlong { return }
    isOverlong = partial.count + bytes.count > Self.lineLimit
    if isOverlong { partial.removeAll(keepingCapacity: true) } else { partial.append(contentsOf: bytes) }
  }

  private mutating func completeLine(into output: inout ParserOutput) {
    defer {
      partial.removeAll(keepingCapacity: true)
      isOverlong = false
      line += 1
      lineOffset = offset
    }
    output.report.countLine()
    if isOverlong {
      let fault = LineFault(reason: "longer than \(Self.lineLimit) bytes", hint: "check that this is a text file")
      output.report.skip(output.file, line: line, fault)
      return
    }
    if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
    if partial.isEmpty { return }
    do {
      for reading in try lines.absorb(partial[...]) {
        output.items.append(.init(reading: reading, line: line, byteOffset: lineOffset))
      }
    } catch {
      output.report.skip(output.file, line: line, error)
    }
  }
}
