import Core
import Ports

/// Rows of the table `contributions`. A contribution that is there already is left as it is.
struct ContributionColumns {
  private var contributions: [Int64?] = []
  private var hourBuckets: [Int64?] = []
  private var segments: [Int64?] = []
  private var hours: [Int64?] = []
  private var tiles: [Int64?] = []
  private var speeds: [Int64?] = []
  private var braked: [Bool?] = []

  var count: Int { contributions.count }

  mutating func append(_ exposures: ExposureColumns, _ row: Int, tile: Tile) {
    contributions.append(Int64(bitPattern: exposures.contribution[row]))
    hourBuckets.append(Int64(exposures.hourBucket[row]))
    segments.append(Int64(bitPattern: exposures.segment[row]))
    hours.append(Int64(HourOfWeek(hourBucket: exposures.hourBucket[row]).rawValue))
    tiles.append(Int64(bitPattern: tile.key))
    speeds.append(Int64(min(Double(exposures.meanSpeed[row]), Self.fastest) * 1_000))
    braked.append(exposures.braked[row])
  }

  /// Metres per second: no sum of such speeds leaves 64 bits.
  private static let fastest = 1_000.0

  var rows: RowBatch {
    RowBatch(
      table: "contributions",
      columns: [
        RowColumn("contribution", .key, .integers(contributions)),
        RowColumn("hour_bucket", .keepIfKnown, .integers(hourBuckets)),
        RowColumn("segment", .keepIfKnown, .integers(segments)),
        RowColumn("hour_of_week", .keepIfKnown, .integers(hours)),
        RowColumn("tile", .keepIfKnown, .integers(tiles)),
        RowColumn("speed_mmps", .keepIfKnown, .integers(speeds)),
        RowColumn("braked", .keepIfKnown, .booleans(braked)),
      ])
  }
}
