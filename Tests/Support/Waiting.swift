/// Waiting for what another process does: looks again and again, at most so long.
public enum Waiting {
  public struct TooLong: Error {
    public var reason: String
  }

  public static func until(
    _ what: String, seconds: Double, _ condition: () async throws -> Bool
  ) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
      if try await condition() { return }
      try await clock.sleep(for: .milliseconds(50))
    }
    throw TooLong(reason: "\(what): not within \(seconds) s")
  }
}
