internal import Core

/// Puts readings in order of time within a small window.
///
/// A reading waits until one a window later has come. One that is older than what has left already is late. Many late
/// ones in a row are not disorder but a clock that was set back: then what waits is let go, and a new recording
/// begins.
struct ReorderBuffer {
  typealias Item = ParserOutput.Item

  /// Readings held at most; then the oldest leaves whatever the window says.
  static let capacity = 4_096
  /// Late readings in a row that make a clock step.
  static let lateRun = 16

  enum Outcome: Hashable {
    case held
    /// Seconds it came too late.
    case late(Double)
    case clockStep
  }

  let window: Timestamp.Span
  /// A binary heap, least time first; `order` keeps equal times as they came.
  private var heap: [(item: Item, order: UInt64)] = []
  private var ready: [Item] = []
  private var readyHead = 0
  private var order: UInt64 = 0
  private var newest: Timestamp?
  private var lastOut: Timestamp?
  private var lateInARow = 0

  init(window: Timestamp.Span) { self.window = window }

  mutating func push(_ item: Item) -> Outcome {
    if case .recordingStarted = item.reading {
      drain()
      ready.append(item)
      (newest, lastOut, lateInARow) = (nil, nil, 0)
      return .held
    }
    let time = item.reading.time
    var outcome = Outcome.held
    if let lastOut, time < lastOut {
      lateInARow += 1
      guard lateInARow >= Self.lateRun else { return .late((lastOut - time).seconds) }
      drain()
      ready.append(Item(reading: .recordingStarted(time), line: item.line, byteOffset: item.byteOffset))
      newest = nil
      outcome = .clockStep
    }
    lateInARow = 0
    if outcome == .clockStep { lastOut = nil }
    insert(item)
    newest = max(newest ?? time, time)
    while let oldest = heap.first, let newest,
      newest - oldest.item.reading.time >= window || heap.count > Self.capacity
    {
      emitOldest()
    }
    return outcome
  }

  /// The next in order; nil until more has come.
  mutating func pop() -> Item? {
    guard readyHead < ready.count else {
      ready.removeAll(keepingCapacity: true)
      readyHead = 0
      return nil
    }
    defer { readyHead += 1 }
    return ready[readyHead]
  }

  /// The input is over: nothing more can come between.
  mutating func drain() {
    while !heap.isEmpty { emitOldest() }
  }

  private static func precedes(_ one: (item: Item, order: UInt64), _ other: (item: Item, order: UInt64)) -> Bool {
    (one.item.reading.time, one.order) < (other.item.reading.time, other.order)
  }

  private mutating func insert(_ item: Item) {
    heap.append((item, order))
    order += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.precedes(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func emitOldest() {
    heap.swapAt(0, heap.count - 1)
    let oldest = heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && Self.precedes(heap[child], heap[least])
      {
        least = child
      }
      if least == parent { break }
      heap.swapAt(parent, least)
      parent = least
    }
    lastOut = oldest.item.reading.time
    ready.append(oldest.item)
  }
}
