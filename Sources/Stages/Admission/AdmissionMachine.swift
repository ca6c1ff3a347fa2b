public import Core
public import Ports
public import Runtime

/// Decides which sightings are believed: a valid message, a time that can be, values a vehicle reaches, a proof that
/// holds. What is believed goes on by tile, as columns; what is not is counted by reason and set aside without its
/// content.
///
/// Nothing is remembered from one record to the next, so there is nothing to replay.
public struct AdmissionMachine: PartitionMachine {
  /// A sighting is about 450 bytes; nothing this schema allows is larger.
  public static let maximumSightingBytes = 4_096
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
    public var admitted: String
    public var rejected: String
    /// Partitions of `admitted`.
    public var admittedPartitions: Int

    public init(
      sightings: String = "network.sightings", admitted: String = "network.admitted",
      rejected: String = "network.rejected", admittedPartitions: Int
    ) {
      self.sightings = sightings
      self.admitted = admitted
      self.rejected = rejected
      self.admittedPartitions = admittedPartitions
    }
  }

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
    for row in rows {
      let record = batch[row]
      switch judge(record) {
      case .success(let (sighting, camera, tile, day)):
        if !sheaf.hasRoom(for: sighting.time) { sheaf.flush(topic: topics.admitted, codec: codec, into: &output) }
        admit(sighting, camera: camera, tile: tile, day: day, logTime: record.timestamp)
        output.count("admitted")
      case .failure(let refusal):
        reject(record, refusal.reason, into: &output)
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

  private func judge(_ record: borrowing RecordView) -> Result<(HazardSighting, UInt64, Tile, Int32), Refusal> {
    if record.isTombstone { return .failure(Refusal(reason: .tombstone)) }
    if record.bytes.count > Self.maximumSightingBytes { return .failure(Refusal(reason: .tooLarge)) }
    let sighting: HazardSighting
    do {
      sighting = try codec.decodeSighting(record.bytes)
    } catch {
      switch error {
      case .malformed: return .failure(Refusal(reason: .malformed))
      case .invalid: return .failure(Refusal(reason: .invalid))
      case .tooLarge: return .failure(Refusal(reason: .tooLarge))
      }
    }
    if let fault = rule.fault(of: sighting, logTime: record.timestamp) { return .failure(Refusal(reason: fault)) }
    guard let proof = sighting.proof else { return .failure(Refusal(reason: .proofMissing)) }
    let tile = Tile(containing: sighting.position)
    guard proof.day == tile.tagDay(at: sighting.time) else { return .failure(Refusal(reason: .proofDay)) }
    do {
      let camera = try verifier.cameraOfSighting(proof, tile: tile)
      return .success((sighting, camera, tile, proof.day))
    } catch {
      return .failure(Refusal(reason: .proofInvalid))
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
      reason: reason, topic: topics.sightings, partition: UInt32(bitPattern: record.partition),
      offset: UInt64(bitPattern: record.offset), valueBytes: UInt32(clamping: record.bytes.count),
      logTime: record.timestamp)
    output.records.append(
      OutgoingRecord(
        topic: topics.rejected, partition: 0, key: Array(reason.name.utf8), value: codec.encode(rejection),
        timestamp: record.timestamp))
  }
}
