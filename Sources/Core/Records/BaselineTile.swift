/// Published expectations of one tile: rows of (segment, hour of week) as columns. (`swerve.network.v1.BaselineTile`)
public struct BaselineTile: Hashable, Sendable {
  public var tile: Tile
  public var segment: [UInt64] = []
  /// 0 ..< 168 from Monday 00:00 local mean solar time.
  public var hourOfWeek: [UInt32] = []
  /// Metres per second.
  public var expectedSpeed: [Float] = []
  /// Seconds.
  public var expectedDwell: [Float] = []
  /// Hard brakings per pass.
  public var brakingRate: [Float] = []
  /// Distinct contributions behind the row; never below ten.
  public var contributions: [UInt32] = []
  public var placeScheme: PlaceScheme = .unspecified

  public init(tile: Tile) { self.tile = tile }
}
