/// Finds the most distinct cameras that lie in one stretch of road and one window of time together with a given
/// sighting.
///
/// An exact search over the neighbours: every stretch that starts at one of them and every window that ends at one of
/// them. The buffers are kept, so that a search allocates nothing once they are warm.
struct CrowdSearch {
  struct Candidate: BitwiseCopyable {
    /// Metres along the line of travel from the sighting that is asked about.
    var along: Double
    var time: Int64
    var camera: UInt64
    /// Index in the store, or −1 for the sighting itself.
    var node: Int32
  }

  /// What was found.
  struct Finding {
    /// Most distinct cameras in any stretch and window.
    var cameras: Int
    /// When the first of these windows was complete: the least end at which `needed` cameras are together.
    var completed: Int64
  }

  private(set) var candidates: [Candidate] = []
  /// Of the finding: the sightings of the stretch and window that were complete first, one for each camera.
  private(set) var members: [Candidate] = []
  private var stretch: [Candidate] = []
  private var cameras: [UInt64] = []

  mutating func begin() { candidates.removeAll(keepingCapacity: true) }

  mutating func add(_ candidate: Candidate) { candidates.append(candidate) }

  /// - Parameters:
  ///   - time: of the sighting asked about; every window searched holds it, and every stretch holds its place (along =
  ///     0).
  ///   - needed: distinct cameras worth finding; with fewer nothing is returned.
  mutating func run(time: Int64, needed: Int, length: Double, window: Int64) -> Finding? {
    guard candidates.count >= needed, distinct(candidates) >= needed else { return nil }
    candidates.sort { ($0.along, $0.time, $0.camera) < ($1.along, $1.time, $1.camera) }
    var finding: Finding?
    for first in candidates.indices where candidates[first].along <= 0 {
      let start = candidates[first].along
      stretch.removeAll(keepingCapacity: true)
      for candidate in candidates[first...] where candidate.along <= start + length { stretch.append(candidate) }
      guard start + length >= 0, distinct(stretch) >= needed else { continue }
      stretch.sort { ($0.time, $0.camera) < ($1.time, $1.camera) }
      searchWindows(time: time, needed: needed, window: window, finding: &finding)
    }
    return finding
  }

  private mutating func searchWindows(time: Int64, needed: Int, window: Int64, finding: inout Finding?) {
    for last in stretch.indices where stretch[last].time >= time {
      let end = stretch[last].time
      if end - time >= window { break }
      let from = stretch.firstIndex { $0.time > end - window } ?? last
      let together = distinct(stretch[from...last])
      guard together >= needed else { continue }
      let completed = finding?.completed ?? .max
      if end < completed {
        members.removeAll(keepingCapacity: true)
        for member in stretch[from...last] where !members.contains(where: { $0.camera == member.camera }) {
          members.append(member)
        }
      }
      finding = Finding(cameras: max(together, finding?.cameras ?? 0), completed: min(end, completed))
    }
  }

  private mutating func distinct(_ some: some Collection<Candidate>) -> Int {
    cameras.removeAll(keepingCapacity: true)
    for candidate in some { cameras.append(candidate.camera) }
    cameras.sort()
    var count = 0
    for index in cameras.indices where index == 0 || cameras[index] != cameras[index - 1] { count += 1 }
    return count
  }
}
