public import Core

/// What time it is. Stages ask it only where waiting itself means something: a quiet log, a batch that is due.
public protocol WallClock: Sendable {
  func now() -> Timestamp
}
