/// Why a recording cannot be read, or not further.
public struct RecordingFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done.
  public var operation: String
  /// The file, or the name of the stream.
  public var subject: String
  public var reason: String
  /// What a person can do about it.
  public var hint: String

  public init(operation: String, subject: String, reason: String, hint: String) {
    self.operation = operation
    self.subject = subject
    self.reason = reason
    self.hint = hint
  }

  public var description: String { "\(operation), \(subject): \(reason) (\(hint))" }
}

/// What is wrong with one line; it is skipped. Never quotes the line: it may hold a position.
public struct LineFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The column or key; nil when it is the line as a whole.
  public var field: String?
  public var reason: String
  public var hint: String

  public init(field: String? = nil, reason: String, hint: String) {
    self.field = field
    self.reason = reason
    self.hint = hint
  }

  public var description: String { (field.map { "\($0): " } ?? "") + "\(reason) (\(hint))" }
}
