import Core

/// Hazard revisions as a CSV, one line each: the other end of a replay.
enum HazardTable {
  static let header = "hazard,revision,state,t,lat,lon,course,kind,grade,cameras"

  /// Sorted by time, hazard and revision; the same revisions give the same bytes.
  static func csv(_ revisions: [HazardRevision]) -> [UInt8] {
    let sorted = revisions.sorted { ($0.time, $0.hazardID, $0.revision) < ($1.time, $1.hazardID, $1.revision) }
    var text = header + "\n"
    for revision in sorted { text += line(revision) + "\n" }
    return Array(text.utf8)
  }

  private static func line(_ revision: HazardRevision) -> String {
    let fields = [
      revision.hazardID.hexadecimal, "\(revision.revision)", revision.state.name,
      decimal(revision.time.milliseconds, places: 3), decimal(Int64(revision.position.latitudeE7), places: 7),
      decimal(Int64(revision.position.longitudeE7), places: 7), decimal(Int64(revision.course.centidegrees), places: 2),
      revision.kind.name, "\(revision.grade)", "\(revision.cameras)",
    ]
    return fields.joined(separator: ",")
  }

  /// A whole number of units of 10^−places as a decimal number with all its places.
  static func decimal(_ value: Int64, places: Int) -> String {
    var digits = String(value.magnitude)
    if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
    return (value < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
  }
}
