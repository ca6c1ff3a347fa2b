/// How a call of the memory log fails.
public enum MemoryLogFault: Hashable, Sendable, CaseIterable {
  /// Nothing was done. A commit throws `.rewind`, anything else `.unavailable`.
  case refused
  /// It was done, but the answer was lost: the caller sees the same error.
  case answerLost
}
