/// What may be said of a request in a log: no path value, no query, no client address.
public struct AccessRecord: Hashable, Sendable {
  /// One of the seven common methods, or "OTHER".
  public let method: String
  /// "/v1/hazards/{id}"; "(none)" where no route fitted.
  public let route: String
  /// nil: the connection ended before an answer.
  public let status: Int?
  /// From the request line to the last byte of the answer handed to the kernel.
  public let duration: Duration
}
