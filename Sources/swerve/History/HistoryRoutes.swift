import Alerts
import Core
import Foundation
import HTTPFront
import Ports

/// Questions about the hazards that were: public, as the living ones are.
struct HistoryRoutes: Sendable {
  /// Hazards of one page.
  static let pageSize = 500
  /// Tiles that one question may touch.
  static let maximumTiles = 400

  let views: any HazardViews

  func add(to router: inout Router) {
    router.get("/v1/hazard-history") { request in
      let (box, tiles) = try request.box(tiles: Self.maximumTiles)
      let opened = try Self.interval(request)
      let mark = try PageMark(request.query["cursor"])
      let rows: [HazardRevision]
      do throws(ViewError) {
        rows = try await views.hazards(in: tiles, opened: opened, after: mark, limit: Self.pageSize + 1)
      } catch {
        Console.note("history: \(error.operation): \(error.reason)")
        throw ProblemDetails(
          .serviceUnavailable, detail: "The history cannot be read now. Try again.", headers: ["Retry-After": "1"])
      }
      let page = rows.prefix(Self.pageSize)
      let next = rows.count > Self.pageSize ? page.last.map { PageMark(time: $0.opened, id: $0.hazardID) } : nil
      // The tiles reach beyond the box.
      let bytes = AlertService.json(HistoryPage(page.filter { box.contains($0.position) }, next: next))
      return Response.conditional(request, tag: EntityTag(of: bytes), cacheControl: "no-cache") {
        Response(.ok, contentType: "application/geo+json", bytes: bytes)
      }
    }
  }

  private static func interval(_ request: Request) throws -> Range<Timestamp> {
    let from = try time("from", request) ?? .distantPast
    let until = try time("until", request) ?? .distantFuture
    guard from < until else { throw ProblemDetails(.badRequest, detail: "from must lie before until.") }
    return from..<until
  }

  private static func time(_ name: String, _ request: Request) throws -> Timestamp? {
    guard let text = request.query[name] else { return nil }
    guard let date = try? Date(text, strategy: .iso8601), let time = Timestamp(seconds: date.timeIntervalSince1970)
    else {
      throw ProblemDetails(.badRequest, detail: "\(name) is a time as in RFC 3339, in UTC: 2026-11-29T13:00:00Z")
    }
    return time
  }
}

/// A page of hazards (RFC 7946, section 3.3), with the cursor of the next.
struct HistoryPage: Encodable {
  var type = "FeatureCollection"
  var features: [HazardFeature]
  var next: String?

  init(_ rows: [HazardRevision], next: PageMark?) {
    features = rows.map(HazardFeature.init)
    self.next = next?.cursor
  }
}
