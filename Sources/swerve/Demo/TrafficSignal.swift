/// When a signal shows green: a fixed cycle, the two axes in turn.
enum TrafficSignal {
  /// Seconds.
  static let cycle = 56.0
  /// Seconds of green for one axis; what is left of its half is amber and all red.
  static let green = 24.0

  static func isGreen(offset: Int, crossing: Bool, atSecond second: Double) -> Bool {
    let shifted = second + Double(offset) + (crossing ? cycle / 2 : 0)
    let phase = shifted - cycle * (shifted / cycle).rounded(.down)
    return phase < green
  }
}
