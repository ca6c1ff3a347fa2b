public import Core
public import Ports
public import Runtime

/// Decides which sightings and exposures are believed: a valid message, a time that can be, values a vehicle reaches, a
/// proof that holds. What is believed goes on by tile, as columns; what is not is counted by reason and set aside without its
/// content.
///
/// Nothing is remembered from one record to the next, so there is nothing to replay.
public struct AdmissionMachine: PartitionMachine {
  /// A sighting is about 450 bytes, an exposure 350; nothing this schema allows is larger.
  public static let maximumRecordBytes = 4_096
  /// How far from a region's border a sighting is told to the other side too: a stretch and the reach of a hazard.
  public static let haloMeters = 250.0

  private let rule: AdmissionRule
  private let codec: any EventCoding
  private let verifier: any ProofVerifier
  private let topics: Topics
  private let source: TopicPartition
  private var sheaf = TileSheaf()

  public struct Topics: Sendable {
    public var sightings: String
    public var exposures: String
    public var admitted: String
    public var rejected: String
    /// Partitions of `admitted`.
    public var admittedPartitions: Int

    public init(
      sightings: String = "network.sightings", exposures: String = "network.exposures",
      admitted: String = "network.admitted", rejected: String = "network.rejected", admittedPartitions: Int
    ) {
      self.sightings = sightings
      self.exposures = exposures
      self.admitted = admitted
      self.rejected = rejected
      self.admittedPartitions = admittedPartitions
    }

    /// What the stage reads, in the order that its records number them.
    public var inputs: [String] { [sightings, exposures] }

    func name(of input: Int) -> String { inputs.indices.contains(input) ? inputs[input] : sightings }
  }

  /// - Parameter source: its topic is an index into `Topics.inputs`.
  public init(
    rule: AdmissionRule = AdmissionRule(), codec: any EventCoding, verifier: any ProofVerifier, topics: Topics,
    source: TopicPartition
  ) {
    self.rule = rule
    self.codec = codec
    self.verifier = verifier
    self.topics = topics
    self.source = source
  }

  public mutating func absorb(_ batch: borrowing RecordBatch, rows: Range<Int>, into output: inout StageOutput) {
    let isOfExposures = topics.name(of: source.topic) == topics.exposures
    for row in rows {
      let record = batch[row]
      do {
        if isOfExposures {
          try take(exposure: record)
          output.count("admitted_exposures")
        } else {
          try take(sighting: record, into: &output)
          output.count("admitted")
        }
      } catch {
        reject(record, error.reason, into: &output)
      }
    }
    sheaf.flush(topic: topics.admitted, codec: codec, into: &output)
  }

  public mutating func advance(to now: Timestamp, into output: inout StageOutput) {}

  public mutating func replayPosition(next: Int64) -> ReplayPosition { ReplayPosition(offset: next) }

  // MARK: Details

  private struct Refusal: Error {
    var reason: RejectionReason
  }

  private mutating func take(sighting record: borrowing RecordView, into output: inout StageOutput) throws(Refusal) {
    let sighting = try decode(record) { (codec, bytes) throws(DecodingFault) in try codec.decodeSighting(bytes) }
    if let fault = rule.fault(of: sighting, logTime: record.timestamp) { throw Refusal(reason: fault) }
    guard let proof = sighting.proof else { throw Refusal(reason: .proofMissing) }
    let tile = Tile(containing: sighting.position)
    guard proof.day == tile.tagDay(at: sighting.time) else { throw Refusal(reason: .proofDay) }
    guard let camera = try? verifier.cameraOfSighting(proof, tile: tile) else { throw Refusal(reason: .proofInvalid) }
    if !sheaf.hasRoom(for: sighting.time) { sheaf.flush(topic: topics.admitted, codec: codec, into: &output) }
    admit(sighting, camera: camera, tile: tile, day: proof.day, logTime: record.timestamp)
  }

  /// Told to the region it lies in only: nobody looks for a crowd of passes across a border.
  private mutating func take(exposure record: borrowing RecordView) throws(Refusal) {
    let exposure = try decode(record) { (codec, bytes) throws(DecodingFault) in try codec.decodeExposure(bytes) }
    if let fault = rule.fault(of: exposure, logTime: record.timestamp) { throw Refusal(reason: fault) }
    guard let proof = exposure.proof else { throw Refusal(reason: .proofMissing) }
    guard proof.day == exposure.tagDay else { throw Refusal(reason: .proofDay) }
    guard let contribution = try? verifier.tagOfExposure(proof) else { throw Refusal(reason: .proofInvalid) }
    let tile = Tile(containing: exposure.position)
    sheaf.add(
      exposure, segment: GridPlace(containing: exposure.position, course: exposure.course).key,
      contribution: contribution, tile: tile,
      partition: Region(of: tile).partition(of: topics.admittedPartitions), logTime: record.timestamp)
  }

  private func decode<Value>(
    _ record: borrowing RecordView, _ body: (any EventCoding, Span<UInt8>) throws(DecodingFault) -> Value
  ) throws(Refusal) -> Value {
    if record.isTombstone { throw Refusal(reason: .tombstone) }
    if record.bytes.count > Self.maximumRecordBytes { throw Refusal(reason: .tooLarge) }
    do {
      return try body(codec, record.bytes)
    } catch {
      switch error {
      case .malformed: throw Refusal(reason: .malformed)
      case .invalid: throw Refusal(reason: .invalid)
      case .tooLarge: throw Refusal(reason: .tooLarge)
      }
    }
  }

  private mutating func admit(_ sighting: HazardSighting, camera: UInt64, tile: Tile, day: Int32, logTime: Timestamp) {
    guard let course = sighting.course else { return }
    let segment = GridPlace(containing: sighting.position, course: course).key
    for partition in partitions(of: sighting.position, tile: tile) {
      sheaf.add(
        sighting, segment: segment, camera: camera, day: day, tile: tile, partition: partition, logTime: logTime)
    }
  }

  /// The partition of the position's region, and those of regions close by where they differ.
  private func partitions(of position: Coordinate, tile: Tile) -> [Int32] {
    let own = Region(of: tile).partition(of: topics.admittedPartitions)
    let mask = (UInt32(1) << UInt32(Tile.zoom - Region.zoom)) - 1
    let edges: Set<UInt32> = [0, mask]
    guard edges.contains(tile.x & mask) || edges.contains(tile.y & mask) else { return [own] }
    var partitions = [own]
    for (east, north) in [(-1.0, -1.0), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
      let near = position.moved(east: east * Self.haloMeters, north: north * Self.haloMeters)
      let partition = Region(containing: near).partition(of: topics.admittedPartitions)
      if !partitions.contains(partition) { partitions.append(partition) }
    }
    return partitions
  }

  private func reject(_ record: borrowing RecordView, _ reason: RejectionReason, into output: inout StageOutput) {
    output.count("rejected_\(reason.name)")
    let rejection = Rejection(
      reason: reason, topic: topics.name(of: source.topic), partition: UInt32(bitPattern: record.partition),
      offset: UInt64(bitPattern: record.offset), valueBytes: UInt32(clamping: record.bytes.count),
      logTime: record.timestamp)
    output.records.append(
      OutgoingRecord(
        topic: topics.rejected, partition: 0, key: Array(reason.name.utf8), value: codec.encode(rejection),
        timestamp: record.timestamp))
  }
}
