import Core
import HTTPFront
import Ports

/// The insurer's questions: released figures of places, and nothing of anybody.
struct InsightRoutes: Sendable {
  /// Figures of one page.
  static let pageSize = 500
  /// Tiles that one question may touch.
  static let maximumTiles = 400

  let views: any InsightViews
  /// - Throws: the problem to answer with, when the question is not for whoever asks.
  let authorize: @Sendable (Request) async throws -> Void

  func add(to router: inout Router) {
    router.get("/v1/insights/segments") { request in
      try await authorize(request)
      let (_, tiles) = try request.box(tiles: Self.maximumTiles)
      let mark = try SegmentHourMark(request.query["cursor"])
      let rows: [SegmentHour]
      do throws(ViewError) {
        rows = try await views.segmentHours(in: tiles, after: mark, limit: Self.pageSize + 1)
      } catch {
        Console.note("insights: \(error.operation): \(error.reason)")
        throw ProblemDetails(
          .serviceUnavailable, detail: "The figures cannot be read now. Try again.", headers: ["Retry-After": "1"])
      }
      let next = rows.count > Self.pageSize ? SegmentHourMark(rows[Self.pageSize - 1]) : nil
      return .personalJSON(SegmentHourPage(rows.prefix(Self.pageSize), next: next), to: request)
    }
  }
}

/// One figure: a directed place in an hour of the week.
struct SegmentHourAnswer: Encodable {
  /// 16 hexadecimal digits.
  var segment: String
  /// [longitude, latitude] of the middle of the place.
  var position: [Double]?
  /// Degrees clockwise from north.
  var heading: Int?
  /// 0: Monday 00:00 UTC.
  var hour_of_week: Int
  var contributions: Int
  var mean_speed_mps: Double
  var braking_share: Double

  init(_ row: SegmentHour) {
    let digits = String(row.segment, radix: 16)
    segment = String(repeating: "0", count: 16 - digits.count) + digits
    let place = GridPlace(key: row.segment)
    position = place?.cell.middle.geoJSON
    heading = place?.headingDegrees
    hour_of_week = row.hour.rawValue
    contributions = row.passes
    mean_speed_mps = (Double(row.meanSpeed.metersPerSecond) * 100).rounded() / 100
    braking_share = (row.brakingShare * 10_000).rounded() / 10_000
  }
}

struct SegmentHourPage: Encodable {
  var segments: [SegmentHourAnswer]
  var next: String?

  init(_ rows: ArraySlice<SegmentHour>, next: SegmentHourMark?) {
    segments = rows.map(SegmentHourAnswer.init)
    self.next = next?.cursor
  }
}

extension SegmentHourMark {
  /// Segment and hour of the week.
  private static let byteCount = 9

  init(_ row: SegmentHour) { self.init(segment: row.segment, hour: row.hour) }

  /// Nil for no cursor.
  /// - Throws: `CursorError` for one that this service did not give.
  init?(_ text: String?) throws {
    guard let text else { return nil }
    let payload = try Cursor(text: text).payload
    guard payload.count == Self.byteCount, let hour = HourOfWeek(rawValue: Int(payload[8])) else { throw CursorError() }
    self.init(segment: payload[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }, hour: hour)
  }

  var cursor: String {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: segment >> (56 - 8 * UInt64($0))) }
    return Cursor(payload: bytes + [UInt8(hour.rawValue)]).text
  }
}
