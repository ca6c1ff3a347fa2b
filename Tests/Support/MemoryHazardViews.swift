public import Core
public import Ports
internal import Synchronization

/// The hazards that were, in memory, under one lock.
public final class MemoryHazardViews: HazardViews {
  private let hazards = Mutex<[HazardRevision]>([])

  public init() {}

  public func add(_ hazard: HazardRevision) { hazards.withLock { $0.append(hazard) } }

  public func hazards(
    in tiles: [Tile], opened: Range<Timestamp>, after mark: PageMark?, limit: Int
  ) async throws(ViewError) -> [HazardRevision] {
    func key(_ hazard: HazardRevision) -> (Timestamp, String) { (hazard.opened, hazard.hazardID.hexadecimal) }
    let found = hazards.withLock { $0 }.filter { hazard in
      guard tiles.contains(hazard.tile), opened.contains(hazard.opened) else { return false }
      return mark.map { key(hazard) < ($0.time, $0.id.hexadecimal) } ?? true
    }
    return Array(found.sorted { key($0) > key($1) }.prefix(limit))
  }
}
