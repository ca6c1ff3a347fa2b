import Core

extension SyntheticTown {
  /// The roads as a GeoJSON FeatureCollection (RFC 7946) of LineStrings with `name`, `class` and `speed_limit_kmh`.
  var geoJSON: String {
    var text = #"{"type":"FeatureCollection","features":["#
    for (index, road) in roads.enumerated() {
      if index > 0 { text += "," }
      let line = road.shape.map { point in
        let coordinate = coordinate(of: point)
        return "[\(Self.decimal(coordinate.longitudeE7)),\(Self.decimal(coordinate.latitudeE7))]"
      }
      text += #"{"type":"Feature","geometry":{"type":"LineString","coordinates":["#
      text += line.joined(separator: ",")
      // Names come from StreetNames: letters, spaces and digits only, so nothing needs escaping.
      text += #"]},"properties":{"name":"\#(road.name)","class":"\#(road.kind.rawValue)","#
      text += #""speed_limit_kmh":\#(road.speedLimitKilometersPerHour)}}"#
    }
    return text + "]}"
  }

  /// Whole 1e-7 degrees as a decimal with six places (11 cm, more than a drawn line needs).
  private static func decimal(_ valueE7: Int32) -> String {
    let micro = (Int64(valueE7) + (valueE7 < 0 ? -5 : 5)) / 10
    let digits = String(abs(micro) % 1_000_000)
    let padding = String(repeating: "0", count: 6 - digits.count)
    return "\(micro < 0 ? "-" : "")\(abs(micro) / 1_000_000).\(padding)\(digits)"
  }
}
