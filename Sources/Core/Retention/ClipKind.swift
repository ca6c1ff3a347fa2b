/// Numbers of `ClipKind` in the schema; unknown ones are kept.
public struct ClipKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Around an incident: kept until deleted.
  public static let event = ClipKind(rawValue: 1)
  /// Routine footage: first in, first out.
  public static let drive = ClipKind(rawValue: 2)
}

/// Why the service removed a clip: numbers of `EvictionReason` in the schema; unknown ones are kept.
public struct EvictionReason: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The oldest drive footage made room.
  public static let tierFull = EvictionReason(rawValue: 1)
  public static let tierChanged = EvictionReason(rawValue: 2)
  /// Bytes came, their declaration did not.
  public static let neverDeclared = EvictionReason(rawValue: 3)
  /// Declared, the bytes did not come.
  public static let neverReceived = EvictionReason(rawValue: 4)
}
