public import Core

/// What an insurer reads of the network's views: released figures only. Safe from any task.
public protocol InsightViews: Sendable {
  /// By segment and hour of the week.
  /// - Parameters:
  ///   - tiles: where to look.
  ///   - mark: the last figure of the page before.
  func segmentHours(
    in tiles: [Tile], after mark: SegmentHourMark?, limit: Int
  ) async throws(ViewError) -> [SegmentHour]
}

public struct SegmentHourMark: Hashable, Sendable {
  public var segment: UInt64
  public var hour: HourOfWeek

  public init(segment: UInt64, hour: HourOfWeek) {
    self.segment = segment
    self.hour = hour
  }
}
