public import Core

/// How a recording is read.
public struct RecordingOptions: Hashable, Sendable {
  /// nil recognizes it by its first bytes.
  public var format: RecordingFormat?
  /// A file of BADAS scores (JSON lines with `t` and `p`), merged by time.
  public var scores: String?
  /// Readings out of order by less than this are put in order; also how long a reading waits for the next.
  public var reorderWindow = Timestamp.Span.milliseconds(500)

  public init(
    format: RecordingFormat? = nil, scores: String? = nil, reorderWindow: Timestamp.Span = .milliseconds(500)
  ) {
    self.format = format
    self.scores = scores
    self.reorderWindow = reorderWindow
  }
}
