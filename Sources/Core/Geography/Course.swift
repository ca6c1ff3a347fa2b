/// A direction of travel over ground in whole hundredths of a degree clockwise from true north: 0 ..< 36,000.
public struct Course: Hashable, Sendable, BitwiseCopyable {
  public var centidegrees: UInt16

  /// Nil at 36,000 and above.
  public init?(centidegrees: Int) {
    guard (0..<36_000).contains(centidegrees) else { return nil }
    self.centidegrees = UInt16(centidegrees)
  }

  /// Any finite angle, wrapped and rounded; nil for NaN, infinities and magnitudes above 1e6.
  public init?(degrees: Double) {
    guard degrees.isFinite, abs(degrees) < 1e6 else { return nil }
    let wrapped = degrees - 360 * (degrees / 360).rounded(.down)
    centidegrees = UInt16((wrapped * 100).rounded()) % 36_000
  }

  /// The direction of a displacement.
  public init?(east: Double, north: Double) {
    self.init(degrees: Mathematics.arcTangentDegrees(east, north))
  }

  public var degrees: Double { Double(centidegrees) / 100 }

  /// The smaller angle between two directions, 0 … 180 degrees.
  public func difference(to other: Course) -> Double {
    let apart = abs(Int(centidegrees) - Int(other.centidegrees))
    return Double(min(apart, 36_000 - apart)) / 100
  }

  /// East and north of a unit step.
  public var unitVector: (east: Double, north: Double) {
    (Mathematics.sine(degrees: degrees), Mathematics.cosine(degrees: degrees))
  }

  /// Which of the eight 45° sectors, 0 = centred on north, clockwise.
  public var octant: Int { ((Int(centidegrees) + 2_250) / 4_500) % 8 }
}
