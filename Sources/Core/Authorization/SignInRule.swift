/// How long a sign-in lasts.
public struct SignInRule: Hashable, Sendable {
  /// A link is opened by whoever asked for it, at once.
  public var linkLife: Timestamp.Span = .minutes(15)
  /// After it the owner asks for another link, however busy the session was.
  public var sessionLife: Timestamp.Span = .hours(14 * 24)

  public init() {}
}
