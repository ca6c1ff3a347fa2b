import Core
import Foundation

/// A revision of a hazard as a subscriber gets it. Without the forecast, which depends on how far the other places of a
/// partition had come.
struct HeardHazard: Hashable, Decodable {
  var id: String
  var revision: UInt32
  var state: String
  var kind: String
  var grade: UInt32
  var cameras: UInt32
  var opened: Timestamp
  var time: Timestamp
  var tile: String

  private enum FeatureKey: CodingKey { case properties }
  private enum Key: String, CodingKey {
    case id, revision, state, kind, grade, cameras, tile
    case opened = "opened_ms"
    case time = "time_ms"
  }

  /// Of a GeoJSON feature.
  init(from decoder: any Decoder) throws {
    let feature = try decoder.container(keyedBy: FeatureKey.self)
    let values = try feature.nestedContainer(keyedBy: Key.self, forKey: .properties)
    id = try values.decode(String.self, forKey: .id)
    revision = try values.decode(UInt32.self, forKey: .revision)
    state = try values.decode(String.self, forKey: .state)
    kind = try values.decode(String.self, forKey: .kind)
    grade = try values.decode(UInt32.self, forKey: .grade)
    cameras = try values.decode(UInt32.self, forKey: .cameras)
    opened = Timestamp(milliseconds: try values.decode(Int64.self, forKey: .opened))
    time = Timestamp(milliseconds: try values.decode(Int64.self, forKey: .time))
    tile = try values.decode(String.self, forKey: .tile)
  }

  init(_ hazard: HazardRevision) {
    id = hazard.hazardID.hexadecimal
    revision = hazard.revision
    state = hazard.state.name
    kind = hazard.kind.name
    grade = hazard.grade
    cameras = hazard.cameras
    opened = hazard.opened
    time = hazard.time
    tile = hazard.tile.text
  }
}
