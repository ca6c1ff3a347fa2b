/// How cameras drove through one directed place in one hour of the week: what an insurer may see.
public struct SegmentHour: Hashable, Sendable {
  /// Distinct contributions that must stand behind a figure before anybody sees it.
  public static let minimumContributions = 10

  /// Of a place without a map: `GridPlace.key`.
  public var segment: UInt64
  public var hour: HourOfWeek
  /// Distinct contributions, each a sampled pass of 100 m that no other can be tied to.
  public var passes: Int
  /// Mean over the passes.
  public var meanSpeed: Speed
  /// Passes that braked, 0…1.
  public var brakingShare: Double

  public init(segment: UInt64, hour: HourOfWeek, passes: Int, meanSpeed: Speed, brakingShare: Double) {
    self.segment = segment
    self.hour = hour
    self.passes = passes
    self.meanSpeed = meanSpeed
    self.brakingShare = brakingShare
  }
}
