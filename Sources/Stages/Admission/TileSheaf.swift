import Core
import Ports
import Runtime

/// Admitted sightings of one batch, gathered by partition and tile in the order they came.
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
    let key = Key(partition: partition, tile: tile)
    var index = open[key] ?? -1
    if index < 0 || leaves[index].batch.sightings.count >= Self.maximumRows {
      var batch = AdmittedBatch(tile: tile)
      batch.sightings.placeScheme = .grid100m
      leaves.append(Leaf(key: key, batch: batch, logTime: logTime))
      index = leaves.count - 1
      open[key] = index
    }
    leaves[index].batch.sightings.append(sighting, segment: segment, camera: camera, day: day)
    oldest = min(oldest, sighting.time)
    newest = max(newest, sighting.time)
    leaves[index].logTime = max(leaves[index].logTime, logTime)
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
