internal import Core

@testable internal import Recordings

/// What a recording said from its beginning to its end; the laws of readings are checked on the way.
struct RecordingPass: Equatable {
  private(set) var readings: [SensorReading] = []
  private var lines = 0
  private var skippedLines = 0
  private var lateReadings = 0
  private var clockSteps = 0
  private var fault: RecordingFault?

  /// Nil, what could not be opened, says nothing.
  init(_ reader: RecordingReader?) {
    guard let reader else { return }
    do throws(RecordingFault) {
      while case let batch = try reader.read(limit: 100), !batch.isEmpty { readings += batch.map(\.reading) }
    } catch {
      fault = error
    }
    note(reader.report)
    checkReadings()
  }

  /// Reads with a parser that has no format of its own.
  init(_ bytes: [UInt8], _ parser: some RecordingParser) {
    let source = MemoryByteSource(bytes, piece: 1 + bytes.count % 13)
    let component = RecordingComponent(file: "fuzz", source: source, parser: parser, window: .milliseconds(500))
    while let item = try? component.peek() {
      component.take()
      readings.append(item.reading)
    }
    note(component.report)
    checkReadings()
  }

  private mutating func note(_ report: ReadingReport) {
    lines = report.lines
    skippedLines = report.skippedLines
    lateReadings = report.lateReadings
    clockSteps = report.clockSteps
  }

  private func checkReadings() {
    var last: Timestamp?
    for reading in readings {
      require(reading.isPlausible, "a reading that no sensor can give")
      if case .recordingStarted = reading {
        last = nil
      } else {
        require(last.map { $0 <= reading.time } ?? true, "readings out of order")
        last = reading.time
      }
    }
  }
}
