import Foundation
import Synchronization

/// How far each thread of a replay is. Who is ahead waits for who comes after: the embedded log keeps a few megabytes
/// of each topic, and what it drops is gone.
final class ReplayFlow: Sendable {
  /// Records between a writer and its reader. A batch of a stage (2,000) may come on top: 6,000 sightings of 480
  /// bytes, with the log's own 70 each, are 3.3 MB of the 5 MiB that the embedded log keeps.
  static let maximumAhead = 4_000

  struct Progress {
    /// Sightings decided by admission.
    var decided = 0
    /// Records admission wrote for inference.
    var admitted = 0
    /// All sightings are decided.
    var isDecided = false
    /// Records absorbed by inference.
    var inferred = 0
    /// Revisions inference wrote.
    var said = 0
    /// All is absorbed and closed.
    var isSaid = false
    /// Revisions read back.
    var collected = 0
    /// Something failed, or all is done.
    var isStopped = false
  }

  private let progress = Mutex(Progress())
  private let changed = NSCondition()

  var current: Progress { progress.withLock { $0 } }

  func change(_ body: (inout Progress) -> Void) {
    changed.lock()
    progress.withLock { body(&$0) }
    changed.broadcast()
    changed.unlock()
  }

  func stop() { change { $0.isStopped = true } }

  /// Returns the progress once the condition holds, or nil when the replay has stopped.
  func wait(until condition: (Progress) -> Bool) -> Progress? {
    changed.lock()
    defer { changed.unlock() }
    while true {
      let now = current
      if now.isStopped { return nil }
      if condition(now) { return now }
      changed.wait()
    }
  }
}
