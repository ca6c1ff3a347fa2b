import Core
import Foundation

extension Timestamp {
  /// `2026-11-27T10:17:32.000Z` (RFC 3339, UTC, milliseconds).
  var internetTime: String {
    Date(timeIntervalSince1970: seconds).formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }
}
