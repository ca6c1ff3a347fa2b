public import Core

/// A hazard's revision as a GeoJSON feature (RFC 7946), the form in which people and programs get it.
public struct HazardFeature: Encodable, Sendable {
  public var type = "Feature"
  public var id: String
  public var geometry: Point
  public var properties: Properties

  public struct Point: Encodable, Sendable {
    public var type = "Point"
    /// Longitude, latitude: degrees.
    public var coordinates: [Double]
  }

  public struct Properties: Encodable, Sendable {
    public var id: String
    public var revision: UInt32
    public var state: String
    public var kind: String
    public var grade: UInt32
    public var cameras: UInt32
    /// Degrees clockwise from north: the direction of travel it concerns.
    public var course: Double
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var opened_ms: Int64
    public var time_ms: Int64
    public var expected_until_ms: Int64
    /// Standard gravities; absent when not measured.
    public var peak_deceleration_g: Float?
    /// `15/x/y`
    public var tile: String
  }

  public init(_ revision: HazardRevision) {
    id = revision.hazardID.hexadecimal
    geometry = Point(coordinates: [revision.position.longitude, revision.position.latitude])
    properties = Properties(
      id: id, revision: revision.revision, state: revision.state.name, kind: revision.kind.name, grade: revision.grade,
      cameras: revision.cameras, course: revision.course.degrees, opened_ms: revision.opened.milliseconds,
      time_ms: revision.time.milliseconds, expected_until_ms: revision.expectedUntil.milliseconds,
      peak_deceleration_g: revision.peakDeceleration?.g, tile: revision.tile.text)
  }
}

/// Several of them (RFC 7946, section 3.3).
public struct HazardFeatureCollection: Encodable, Sendable {
  public var type = "FeatureCollection"
  public var features: [HazardFeature]

  public init(_ revisions: [HazardRevision]) { features = revisions.map(HazardFeature.init) }
}
