import Core
import Runtime

/// Which offset holds the oldest record that is still needed: a short list of (offset, newest event time before it),
/// one for every ten seconds of event time.
struct ReplayIndex {
  static let spacing: Timestamp.Span = .seconds(10)
  /// 48 hours of marks: as long as the admitted log is kept.
  static let maximumMarks = 48 * 360

  private var marks: [ReplayPosition]

  init(start: ReplayPosition) { marks = [start] }

  /// The record at `next` has not been absorbed; all before it have, the newest of them from `newest`.
  mutating func note(next: Int64, newest: Timestamp) {
    guard let last = marks.last, next > last.offset, newest - last.newest >= Self.spacing else { return }
    marks.append(ReplayPosition(offset: next, newest: newest))
    if marks.count > Self.maximumMarks { marks.removeFirst(marks.count - Self.maximumMarks) }
  }

  /// The last mark before which no record is from `time` or later; forgets all before it.
  mutating func position(neededFrom time: Timestamp) -> ReplayPosition {
    if let index = marks.lastIndex(where: { $0.newest <= time }), index > 0 { marks.removeFirst(index) }
    return marks[0]
  }
}
