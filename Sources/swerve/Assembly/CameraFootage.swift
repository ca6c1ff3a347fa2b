import Agent
import Core
import Recordings

/// Where a camera's video files lie. A recording's folder is complete; that of a live device fills while it drives.
struct CameraFootage {
  /// A camera closes its files every few minutes: so long after its end a piece of work waits for one.
  static let patience = Timestamp.Span.minutes(10)

  private let folder: String
  private let footage: Footage
  private let isLive: Bool

  init(folder: String, isLive: Bool) throws(CommandFailure) {
    self.folder = folder
    self.isLive = isLive
    do { footage = try Footage(folder: folder) } catch { throw CommandFailure(.noInput, error.description) }
    if footage.skipped > 0 {
      Console.note(
        "agent: \(footage.skipped) video files are passed over: nothing in them says when they were recorded")
    }
  }

  /// The footage of a piece of work.
  /// - Parameters:
  ///   - shift: how far the recording was moved in time.
  ///   - now: nil: nothing more is written.
  func find(_ work: ClipWork, movedBy shift: Timestamp.Span, now: Timestamp?) -> FootageCourier.Found {
    guard isLive else { return .files(footage.files(for: work, movedBy: shift)) }
    // Anew: it has grown since. A folder that cannot be read now is looked at again.
    let files = (try? Footage(folder: folder))?.files(for: work, movedBy: shift) ?? []
    let isWhole = files.last.map { $0.until >= work.until || work.kind == .event } ?? false
    let isLate = now.map { $0 - work.until > Self.patience } ?? true
    return isWhole || isLate ? .files(files) : .notYet
  }
}

extension Footage {
  /// The files for a piece of work of a recording that was moved in time, in the time of the work.
  func files(for work: ClipWork, movedBy shift: Timestamp.Span) -> [FootageFile] {
    files(from: work.from - shift, until: work.until - shift)
      .filter { work.kind == .drive || $0.covers(work.trigger - shift) }.map { $0.moved(by: shift) }
  }
}
