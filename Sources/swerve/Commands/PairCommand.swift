import Core
import Credentials
import EventCodec
import Foundation
import KafkaLog
import Ports
import PostgresViews

extension Command {
  static let pair = Command(
    name: "pair", summary: "make a camera: its keys, its vehicle, and who it belongs to",
    discussion: """
      Makes the folder with the camera's keys and writes the pairing to personal.accounts. Without --kafka the account
      events are only printed, for another program to write. With --root the driver's key is kept for the archive, wrapped.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.all + [
        Option(name: "--account", value: "ID", help: "32 hexadecimal digits of an account (a new random one)"),
        Option(name: "--consent", value: nil, help: "the driver agrees that sightings leave the camera"),
        Option(name: "--consent-text", value: "VERSION", help: "which wording was agreed to (2026-11)"),
      ], operands: "FOLDER", operandCount: 1...1)
  ) { arguments in
    var generator = SystemRandomNumberGenerator()
    var account = RecordID.random(using: &generator)
    if let text = arguments.text("--account") {
      guard let given = Hexadecimal.decode(text).flatMap({ RecordID(bytes: $0) }) else {
        throw UsageError("--account \(text): it must be 32 hexadecimal digits")
      }
      account = given
    }
    let log = try KafkaOptions.configuration(arguments).map { try KafkaLog($0) }
    let camera = try CameraFolder(path: arguments.operands[0]).pair(account: account)
    let events = camera.accountEvents(
      consent: arguments.has("--consent"), textVersion: arguments.text("--consent-text") ?? "2026-11",
      at: SystemClock().now())
    if arguments.has("--root") {
      let databases = try DatabaseOptions.open(arguments)
      defer { databases.cluster?.close() }
      // Before the pairing is told: whoever reads what the device says finds the key that opens it.
      try DatabaseOptions.keys(arguments, databases).store(camera)
    }
    if let log {
      try AccountLog.write(events, to: log)
    } else {
      for event in events { Console.print(Hexadecimal.encode(EventCodec().encode(event))) }
    }
    Console.note("paired: vehicle \(camera.vehicleID.hexadecimal) of account \(camera.accountID.hexadecimal)")
  }
}

/// Writing and reading of `personal.accounts`.
enum AccountLog {
  static func write(_ events: [AccountEvent], to log: any RecordLog) throws(LogError) {
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    let codec = EventCodec()
    for (token, event) in events.enumerated() {
      try producer.send(
        OutgoingRecord(topic: Topology.Topic.accounts, key: event.accountID.bytes, value: codec.encode(event)),
        token: UInt64(token))
    }
    try producer.flush(deadline: .seconds(30))
    for report in producer.poll(wait: .zero) { if let error = report.error { throw error } }
  }

  /// Takes the next events; what cannot be read is passed over and counted.
  static func read(
    _ reader: any LogReader, into batch: inout RecordBatch, wait: Timestamp.Span, event: (AccountEvent) -> Void
  ) throws(LogError) -> Int {
    try reader.poll(into: &batch, limit: 1_000, wait: wait)
    let codec = EventCodec()
    var unreadable = 0
    for index in 0..<batch.count {
      let record = batch[index]
      if !record.isTombstone, let decoded = try? codec.decodeAccountEvent(record.bytes) {
        event(decoded)
      } else {
        unreadable += 1
      }
    }
    return unreadable
  }
}
