/// A square of the Web Mercator grid at zoom 15: 1,223 m wide at the equator, 865 m at 45°. The grid of every web map,
/// so a camera, a page and another implementation compute it alike, without a road map.
public struct Tile: Hashable, Comparable, Sendable, BitwiseCopyable {
  public static let zoom: Int = 15
  /// Tiles on one side of the world.
  public static let perSide: UInt32 = 1 << 15
  /// The latitude at which the Mercator square ends; positions beyond belong to the outermost row.
  static let maximumLatitude = 85.0511287798066

  /// Column, 0 at 180° W, eastwards.
  public let x: UInt32
  /// Row, 0 at the north, southwards.
  public let y: UInt32

  /// Nil outside the world.
  public init?(x: UInt32, y: UInt32) {
    guard x < Self.perSide, y < Self.perSide else { return nil }
    self.x = x
    self.y = y
  }

  public init(containing position: Coordinate) {
    let side = Double(Self.perSide)
    // Columns in integers: exact. (longitude + 180°) · 2¹⁵ / 360°.
    let column = (Int64(position.longitudeE7) + 1_800_000_000) * Int64(Self.perSide) / 3_600_000_000
    let latitude = min(Self.maximumLatitude, max(-Self.maximumLatitude, position.latitude))
    let tangent = Mathematics.tangent(degrees: latitude)
    let secant = 1 / Mathematics.cosine(degrees: latitude)
    let row = (1 - Mathematics.naturalLogarithm(tangent + secant) / Double.pi) / 2 * side
    x = UInt32(min(Int64(Self.perSide) - 1, max(0, column)))
    y = UInt32(min(side - 1, max(0, row.rounded(.down))))
  }

  /// Eight bytes: column in the high half, row in the low half. As a topic key it is written big endian.
  public var key: UInt64 { UInt64(x) << 32 | UInt64(y) }

  public init?(key: UInt64) {
    self.init(x: UInt32(key >> 32), y: UInt32(truncatingIfNeeded: key))
  }

  public var keyBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: key >> (56 - 8 * UInt64($0))) } }

  public init?(keyBytes: Span<UInt8>) {
    guard keyBytes.count == 8 else { return nil }
    var key: UInt64 = 0
    for index in 0..<8 { key = key << 8 | UInt64(keyBytes[index]) }
    self.init(key: key)
  }

  /// `15/17602/10748`: zoom, column, row, as web maps write it.
  public var text: String { "\(Self.zoom)/\(x)/\(y)" }

  /// Nil for another zoom, or outside the world.
  public init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "15", let x = UInt32(parts[1]), let y = UInt32(parts[2]) else { return nil }
    self.init(x: x, y: y)
  }

  /// The north-western corner.
  public var corner: Coordinate {
    let longitude = Double(x) * 360 / Double(Self.perSide) - 180
    let mercator = Double.pi * (1 - 2 * Double(y) / Double(Self.perSide))
    let latitude = Mathematics.arcTangentDegrees(Mathematics.hyperbolicSine(mercator))
    return Coordinate(latitude: latitude, longitude: longitude) ?? Coordinate(latitudeE7: 0, longitudeE7: 0)
  }

  public static func < (left: Tile, right: Tile) -> Bool { left.key < right.key }

  /// The day of a credential's tag at `time`: whole days since 1970-01-01 that turn at 04:00 local mean solar time of
  /// the tile's western edge, so that no rush hour is cut in two.
  public func tagDay(at time: Timestamp) -> Int32 {
    let solarOffset = Int64(x) * 86_400_000 / Int64(Self.perSide) - 43_200_000
    let shifted = time.milliseconds + solarOffset - 4 * 3_600_000
    let day = shifted >= 0 ? shifted / 86_400_000 : (shifted - 86_399_999) / 86_400_000
    return Int32(clamping: day)
  }
}

/// What partitions of the admitted log are made of: the tile's ancestor at zoom 9 (about 78 km at the equator), so
/// that a place and its neighbours lie in one partition and only the borders of a region need copies.
public struct Region: Hashable, Sendable, BitwiseCopyable {
  public static let zoom: Int = 9
  public let x: UInt32
  public let y: UInt32

  public init(of tile: Tile) {
    x = tile.x >> UInt32(Tile.zoom - Self.zoom)
    y = tile.y >> UInt32(Tile.zoom - Self.zoom)
  }

  public init(containing position: Coordinate) { self.init(of: Tile(containing: position)) }

  /// Partition of the region: a fixed mixing function (SplitMix64's finalizer, Steele et al. 2014), the same for ever.
  public func partition(of count: Int) -> Int32 {
    precondition(count > 0, "a topic has at least one partition")
    var bits = UInt64(x) << 32 | UInt64(y)
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Int32(bits % UInt64(count))
  }
}
