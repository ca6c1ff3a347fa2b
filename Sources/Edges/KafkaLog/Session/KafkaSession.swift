internal import CRdKafka
internal import Core
internal import Ports

/// A member of a consumer group with a transactional producer, whose transactions move the group's positions.
final class KafkaSession: KafkaMember, TransactionalSession {
  let session: SessionOptions
  /// Set on the embedded cluster, which keeps positions and fences twins in the broker's stead.
  let embedded: EmbeddedGroups?
  /// Which taking-over of the transactional id this session is, on the embedded cluster.
  let embeddedEpoch: Int
  /// nil after an unknown outcome, until a successor has taken the transactional id over.
  var producer: ProducerThread?

  init(_ configuration: KafkaConfiguration, session: SessionOptions, embedded: EmbeddedGroups?) throws(LogError) {
    self.session = session
    self.embedded = embedded
    embeddedEpoch = embedded?.takeOver(session.transactionalID) ?? 0
    // First the producer: it fences a twin and settles what a predecessor left, before any position is read.
    producer = try ProducerThread(configuration, options: session)
    try super.init(configuration, options: session.member)
  }

  override func close() {
    super.close()
    producer = nil
  }

  override func positions(of partitions: [TopicPartition]) throws(LogError) -> [TopicPartition: CommittedPosition?] {
    guard let consumer else { throw closed() }
    guard !partitions.isEmpty else { return [:] }
    // A transaction of unknown outcome must be settled before positions are read, or it could be done twice.
    try renewProducer()
    if let embedded { return embedded.positions(of: partitions, session) }
    let operation = "reading the committed positions of group \(options.group)"
    let list = PartitionList(capacity: partitions.count)
    for partition in partitions {
      list.add(options.topics[partition.topic], partition.partition, offset: Int64(RD_KAFKA_OFFSET_INVALID))
    }
    let code = unsafe rd_kafka_committed(
      consumer.pointer, list.pointer, configuration.limits.answer.callMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw LogError(code, operation: operation)
    }
    var found: [TopicPartition: CommittedPosition?] = [:]
    for index in 0..<list.count {
      let element = list[index]
      guard element.code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw LogError(element.code, operation: operation) }
      guard let topic = intake.index(of: element.name.topic) else { continue }
      found.updateValue(element.position, forKey: TopicPartition(topic: topic, partition: element.name.partition))
    }
    return found
  }
}
