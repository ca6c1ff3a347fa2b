import Core
import Ports
import Runtime

/// Admitted rows of one batch, gathered by partition and tile in the order they came.
struct TileSheaf {
  private struct Key: Hashable {
    var partition: Int32
    var tile: Tile
  }

  private struct Leaf {
    var key: Key
    var batch: AdmittedBatch
    var logTime: Timestamp
  }

  /// Rows in one record of the log: 500 rows are about 50 kB, far below the broker's limit of 1 MiB.
  static let maximumRows = 500

  /// Event time that one sheaf may span. Its leaves are written one after the other, so a longer one would put the log
  /// out of order by more than the lateness that its readers allow.
  static let maximumSpan: Timestamp.Span = .seconds(10)

  private var leaves: [Leaf] = []
  private var oldest = Timestamp.distantFuture
  private var newest = Timestamp.distantPast
  private var open: [Key: Int] = [:]

  /// Whether a sighting of that time still belongs in, or what is gathered must be written first.
  func hasRoom(for time: Timestamp) -> Bool {
    leaves.isEmpty || max(newest, time) - min(oldest, time) <= Self.maximumSpan
  }

  mutating func add(
    _ sighting: HazardSighting, segment: UInt64, camera: UInt64, day: Int32, tile: Tile, partition: Int32,
    logTime: Timestamp
  ) {
    let index = leaf(of: Key(partition: partition, tile: tile), logTime)
    leaves[index].batch.sightings.placeScheme = .grid100m
    leaves[index].batch.sightings.append(sighting, segment: segment, camera: camera, day: day)
    oldest = min(oldest, sighting.time)
    newest = max(newest, sighting.time)
  }

  mutating func add(
    _ exposure: Exposure, segment: UInt64, contribution: UInt64, tile: Tile, partition: Int32, logTime: Timestamp
  ) {
    let index = leaf(of: Key(partition: partition, tile: tile), logTime)
    leaves[index].batch.exposures.placeScheme = .grid100m
    leaves[index].batch.exposures.append(exposure, segment: segment, contribution: contribution)
  }

  private mutating func leaf(of key: Key, _ logTime: Timestamp) -> Int {
    if let index = open[key],
      leaves[index].batch.sightings.count + leaves[index].batch.exposures.count < Self.maximumRows
    {
      leaves[index].logTime = max(leaves[index].logTime, logTime)
      return index
    }
    leaves.append(Leaf(key: key, batch: AdmittedBatch(tile: key.tile), logTime: logTime))
    open[key] = leaves.count - 1
    return leaves.count - 1
  }

  mutating func flush(topic: String, codec: any EventCoding, into output: inout StageOutput) {
    for leaf in leaves {
      output.records.append(
        OutgoingRecord(
          topic: topic, partition: leaf.key.partition, key: leaf.key.tile.keyBytes, value: codec.encode(leaf.batch),
          timestamp: leaf.logTime))
    }
    leaves.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    oldest = .distantFuture
    newest = .distantPast
  }
}
