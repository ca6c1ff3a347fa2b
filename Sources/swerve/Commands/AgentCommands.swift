import Agent
import Core
import Credentials
import EventCodec
import Foundation
import KafkaLog
import Ports
import Recordings

extension Command {
  private static let scores = Option(
    name: "--badas", value: "FILE", help: "collision anticipation scores, JSON lines {\"t\":…,\"p\":…}, merged by time")
  private static let format = Option(
    name: "--format", value: "NAME", help: "driveplotr, comma2k19, gpx, nmea or jsonl (recognized by itself)")

  static let agentInspect = Command(
    name: "agent inspect", summary: "show what a camera would make of recorded drives; sends nothing",
    discussion: """
      Prints JSON lines: what the detectors found, what would leave the car with every field, what is withheld and why, and
      a summary. Reads CSV (DrivePlotR; a comma2k19 folder), GPX, NMEA 0183 and JSON lines, gzip'ed or not; - is standard
      input. Lines that cannot be read are skipped and told on standard error.
      """,
    shape: CommandLineShape(
      options: [
        scores, format, Option(name: "--no-consent", value: nil, help: "show it as without the driver's consent"),
      ], operands: "FILE…", operandCount: 1...10_000)
  ) { arguments in
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var readings: UInt64 = 0
    for path in arguments.operands {
      let reader = try Recording.open(path, arguments)
      var inspection = Inspection(consent: !arguments.has("--no-consent")) { _ in nil }
      try Recording.forEach(reader) { batch in
        for line in inspection.absorb(batch) {
          Console.print(String(decoding: try encoder.encode(line), as: UTF8.self))
        }
      }
      for line in inspection.finish() { Console.print(String(decoding: try encoder.encode(line), as: UTF8.self)) }
      readings += Recording.tell(reader, path)
    }
    if readings == 0 { throw CommandFailure(.data, "no line could be read as a reading; see the lines above") }
  }

  static let agentRun = Command(
    name: "agent run", summary: "run a camera on recorded drives, or on a live device at standard input",
    discussion: """
      Sightings are kept in the camera's outbox until the broker has acknowledged them: started again after any end it goes
      on where it was. Recordings are sent in their own time (--recorded-time) or as if they happened now. Footage goes last,
      that around incidents before the rest: a file's time is in its name as fourteen digits (UTC), or in the file.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + [
        Option(name: "--camera", value: "FOLDER", help: "the camera's folder (swerve pair)"),
        Option(name: "--issuer", value: "URL", help: "the issuer's address: http://127.0.0.1:8090"),
        Option(
          name: "--recorded-time", value: nil,
          help: "send records in the time of the recording; needs topics of recorded time"),
        Option(name: "--clips", value: "FOLDER", help: "the camera's video files, to be uploaded for its driver"),
        Option(name: "--uploads", value: "URL", help: "the clip service's address: http://127.0.0.1:8087"),
        scores, format,
      ], operands: "FILE…", operandCount: 1...10_000)
  ) { arguments in
    guard let folder = arguments.text("--camera") else { throw UsageError("--camera is missing") }
    guard let issuer = arguments.text("--issuer") else { throw UsageError("--issuer is missing") }
    let camera = try CameraFolder(path: folder).open()
    guard let desk = CameraIssuer(address: issuer, camera: camera) else {
      throw UsageError("--issuer \(issuer): it must be an http or https address")
    }
    let uploads = try uploads(of: camera, arguments)
    let log = try KafkaOptions.requiredLog(arguments)
    let recorded = arguments.has("--recorded-time")
    for path in arguments.operands {
      let runner = try CameraRunner(
        camera: camera, log: log, issuer: desk, input: path, arguments: arguments, recordedTime: recorded,
        uploads: uploads)
      try runner.run()
    }
  }

  private static func uploads(of camera: PairedCamera, _ arguments: Arguments) throws -> CameraRunner.Uploads? {
    guard let folder = arguments.text("--clips") else {
      if arguments.has("--uploads") { throw UsageError("--uploads needs --clips: the folder of the video files") }
      return nil
    }
    guard let address = arguments.text("--uploads") else { throw UsageError("--clips needs --uploads: where to") }
    let footage = try CameraFootage(folder: folder, isLive: arguments.operands[0] == "-")
    guard let uploader = ClipUploader(address: address, camera: camera) else {
      throw UsageError("--uploads \(address): it must be an http or https address")
    }
    return CameraRunner.Uploads(uploader: uploader, footage: footage)
  }
}

/// Opening and walking through recordings, for the commands.
enum Recording {
  static func open(_ path: String, _ arguments: Arguments) throws -> RecordingReader {
    var options = RecordingOptions(scores: arguments.text("--badas"))
    if let name = arguments.text("--format") {
      guard let format = RecordingFormat(rawValue: name) else {
        throw UsageError(
          "--format \(name): there are \(RecordingFormat.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      options.format = format
    }
    do {
      if path == "-" {
        return try RecordingReader(
          name: "standard input", bytes: FileByteSource(borrowing: 0, name: "standard input"), options: options)
      }
      return try RecordingReader(path: path, options: options)
    } catch {
      let exists = path == "-" || FileManager.default.isReadableFile(atPath: path)
      throw CommandFailure(exists ? .data : .noInput, error.description)
    }
  }

  static func forEach(_ reader: RecordingReader, _ body: ([SensorReading]) throws -> Void) throws {
    while true {
      let batch: [PositionedReading]
      do { batch = try reader.read() } catch { throw CommandFailure(.data, error.description) }
      if batch.isEmpty { return }
      try body(batch.map(\.reading))
    }
  }

  /// Tells what was skipped. Returns the readings.
  @discardableResult
  static func tell(_ reader: RecordingReader, _ path: String) -> UInt64 {
    let report = reader.report
    for problem in report.problems { Console.note(problem.description) }
    if report.skippedLines > 0 || report.lateReadings > 0 {
      Console.note(
        "\(path): \(report.readings) readings; \(report.skippedLines) lines skipped, \(report.lateReadings) readings too late"
      )
    }
    return report.readings
  }
}
