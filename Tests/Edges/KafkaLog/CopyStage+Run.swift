import Core
import Ports

/// A whole run of the stage, from a full input to what its output holds at the end.
extension CopyStage {
  static let count = 400
  static let patience = Duration.seconds(60)

  static func fill(_ log: any RecordLog) throws {
    try log.createTopics([
      TopicSpecification(name: "in", partitions: 3), TopicSpecification(name: "out", partitions: 3),
    ])
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    for number in 0..<count {
      let record = OutgoingRecord(topic: "in", partition: Int32(number % 3), key: [], value: Array("\(number)".utf8))
      try producer.send(record, token: UInt64(number))
    }
    try producer.flush(deadline: .seconds(30))
  }

  /// Copies until `out` holds every number, then looks on for a while; returns all it holds.
  static func finish(_ stage: CopyStage, _ log: any RecordLog) throws -> [Int] {
    let reader = try log.reader(topics: ["out"], from: .beginning)
    defer { reader.close() }
    var numbers: [Int] = []
    var batch = RecordBatch()
    let deadline = ContinuousClock.now + patience
    var quiet = 0
    while quiet < 5, ContinuousClock.now < deadline {
      try stage.turn(limit: 20)
      try reader.poll(into: &batch, limit: 1_000, wait: .milliseconds(50))
      for index in 0..<batch.count {
        numbers.append(Int(String(decoding: CopyStage.bytes(batch[index].bytes), as: UTF8.self)) ?? -1)
      }
      quiet = batch.isEmpty && Set(numbers).count >= count ? quiet + 1 : 0
    }
    stage.session.close()
    return numbers.sorted()
  }
}
