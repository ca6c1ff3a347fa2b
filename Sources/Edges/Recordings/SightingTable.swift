public import Core

/// Recorded sightings as a CSV holds them: who felt what, where and when. Columns are found by the header's names, in
/// any order: `camera` (any name), `t` (seconds since 1970-01-01T00:00:00Z, decimals allowed), `lat` and `lon`
/// (degrees), `course` (degrees clockwise from north; empty: unknown), `kind` (names of `SightingKind`), `peak_g`
/// (empty: not measured).
///
/// A row that cannot be read is counted and skipped (`report`). Rows come out in one order whatever theirs was in the
/// file: by time, then camera, place and values.
public struct SightingTable: Sendable {
  public static let columns = ["camera", "t", "lat", "lon", "course", "kind", "peak_g"]
  /// Rows held at once, 40 bytes each.
  public static let maximumRows = 20_000_000
  /// Bytes of a camera's name.
  public static let maximumNameBytes = 256
  /// Bytes of a line.
  public static let maximumLineBytes = 65_536

  /// One sighting.
  public struct Row: Hashable, Sendable, BitwiseCopyable {
    /// Index in `cameras`.
    public var camera: Int32
    public var time: Timestamp
    public var position: Coordinate
    public var course: Course?
    public var kind: SightingKind
    public var peak: Acceleration?
  }

  /// Names in order of their bytes.
  public let cameras: [String]
  public let rows: [Row]
  public let report: ReadingReport

  /// Reads to the end; gzip is recognized by its first bytes.
  /// - Throws: when nothing can be read any more, a column is missing, or there is no usable row.
  public init(name: String, bytes: any ByteSource) throws(RecordingFault) {
    var reader = SightingTableReader(name: name)
    let source = try RecordingReader.decompressed(bytes, name: name)
    var block: [UInt8] = []
    while try source.read(into: &block, limit: Self.maximumLineBytes) > 0 {
      try reader.absorb(block[...])
      block.removeAll(keepingCapacity: true)
    }
    try reader.finish()
    (cameras, rows) = Self.ordered(reader.cameras, reader.rows)
    report = reader.report
    guard !rows.isEmpty else {
      let fault = report.problems.first.map { "; the first: \($0)" } ?? ""
      throw RecordingFault(
        operation: "read the sightings", subject: name, reason: "no row of \(report.lines) can be used\(fault)",
        hint: "each row needs \(Self.columns.joined(separator: ", "))")
    }
  }

  private static func ordered(_ names: [String], _ rows: [Row]) -> ([String], [Row]) {
    let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    var rank = [Int32](repeating: 0, count: names.count)
    for (place, index) in order.enumerated() { rank[index] = Int32(place) }
    var rows = rows
    for index in rows.indices { rows[index].camera = rank[Int(rows[index].camera)] }
    rows.sort { $0.precedes($1) }
    return (order.map { names[$0] }, rows)
  }
}

extension SightingTable.Row {
  /// The peak where its kind has it: against the direction of travel, across it, or up.
  public var peaks: HazardSighting.Peaks? {
    guard let peak else { return nil }
    var peaks = HazardSighting.Peaks(deceleration: .g(0), lateral: .g(0), vertical: .g(0))
    switch kind {
    case .roughRoad: peaks.vertical = peak
    case .swerving: peaks.lateral = peak
    default: peaks.deceleration = peak
    }
    return peaks
  }

  func precedes(_ other: Self) -> Bool {
    if time != other.time { return time < other.time }
    if camera != other.camera { return camera < other.camera }
    if position != other.position {
      return (position.latitudeE7, position.longitudeE7) < (other.position.latitudeE7, other.position.longitudeE7)
    }
    let (left, right) = (course?.centidegrees ?? .max, other.course?.centidegrees ?? .max)
    if left != right { return left < right }
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    return (peak?.g ?? -1) < (other.peak?.g ?? -1)
  }
}
