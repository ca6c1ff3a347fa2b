public import Core

/// What anybody may ask of the hazards that were. Safe from any task.
public protocol HazardViews: Sendable {
  /// Hazards that opened within the interval, newest first, each as its newest revision.
  /// - Parameters:
  ///   - tiles: where to look.
  ///   - mark: the last hazard of the page before: its opening and its id.
  func hazards(
    in tiles: [Tile], opened: Range<Timestamp>, after mark: PageMark?, limit: Int
  ) async throws(ViewError) -> [HazardRevision]
}
