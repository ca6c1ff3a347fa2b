public import Core
public import Ports
internal import Synchronization

/// Released figures in memory, under one lock; all lie in every tile.
public final class MemoryInsightViews: InsightViews {
  private let figures = Mutex<[SegmentHour]>([])

  public init() {}

  public func add(_ figure: SegmentHour) { figures.withLock { $0.append(figure) } }

  public func segmentHours(
    in tiles: [Tile], after mark: SegmentHourMark?, limit: Int
  ) async throws(ViewError) -> [SegmentHour] {
    guard !tiles.isEmpty else { return [] }
    let sorted = figures.withLock { $0 }.sorted { ($0.segment, $0.hour.rawValue) < ($1.segment, $1.hour.rawValue) }
    let rest = sorted.filter { figure in
      guard let mark else { return true }
      return (figure.segment, figure.hour.rawValue) > (mark.segment, mark.hour.rawValue)
    }
    return Array(rest.prefix(limit))
  }
}
