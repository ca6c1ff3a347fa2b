import Core
import EventCodec

extension Bench {
  /// Columns against messages: the same sightings decoded from admitted batches and from one message each.
  static let codec = Bench(
    name: "codec", unit: "sighting", events: 500_000, countedEvents: 20_000,
    subject: Workload("decode columns") { events, seed in
      let batches = encodedColumns(events, seed)
      return { count in
        let codec = EventCodec()
        for batch in batches.prefix((count + BenchSightings.batch - 1) / BenchSightings.batch) {
          keep(try codec.decodeAdmittedBatch(batch.span).sightings.count)
        }
      }
    },
    reference: Workload("decode messages") { events, seed in
      let messages = BenchSightings(count: events, seed: seed).sightings.map(EventCodec().encode)
      return { count in
        let codec = EventCodec()
        for message in messages.prefix(count) { keep(try codec.decodeSighting(message.span).time) }
      }
    },
    others: [
      Workload("encode columns") { events, seed in
        let batches = admittedBatches(events, seed)
        return { count in
          let codec = EventCodec()
          for batch in batches.prefix((count + BenchSightings.batch - 1) / BenchSightings.batch) {
            keep(codec.encode(batch).count)
          }
        }
      },
      Workload("encode messages") { events, seed in
        let sightings = BenchSightings(count: events, seed: seed).sightings
        return { count in
          let codec = EventCodec()
          for sighting in sightings.prefix(count) { keep(codec.encode(sighting).count) }
        }
      },
    ],
    facts: { events, seed in
      let bytes = encodedColumns(events, seed).reduce(0) { $0 + $1.count }
      let single = BenchSightings(count: events, seed: seed).sightings.reduce(0) { $0 + EventCodec().encode($1).count }
      return ["column_bytes_per_event": "\(bytes / events)", "message_bytes_per_event": "\(single / events)"]
    })

  private static func admittedBatches(_ events: Int, _ seed: UInt64) -> [AdmittedBatch] {
    let tile = Tile(containing: Coordinate(latitudeE7: 400_000_000, longitudeE7: -1_000_000_000))
    return BenchSightings(count: events, seed: seed).columns.map { AdmittedBatch(tile: tile, sightings: $0) }
  }

  private static func encodedColumns(_ events: Int, _ seed: UInt64) -> [[UInt8]] {
    admittedBatches(events, seed).map(EventCodec().encode)
  }
}
