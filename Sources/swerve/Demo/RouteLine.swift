/// The unsmoothed line of a route with its running integral, so that an average over any stretch of it is exact and
/// cheap.
struct RouteLine: Sendable {
  private struct Vertex: Sendable, BitwiseCopyable {
    /// Metres from the start of the route.
    var distance: Double
    var point: PlanePoint
    /// ∫ point and ∫ lane offset from the start of the route to here.
    var integral: PlanePoint
    var laneIntegral: Double
    /// Of the piece that ends here.
    var laneOffset: Double
    var link: Int
  }

  private var vertices: [Vertex] = []

  var length: Double { vertices.last?.distance ?? 0 }

  mutating func append(_ link: TownLink, index: Int) {
    for point in link.shape {
      guard let last = vertices.last else {
        vertices.append(
          Vertex(
            distance: 0, point: point, integral: .zero, laneIntegral: 0, laneOffset: link.laneOffset, link: index))
        continue
      }
      let piece = (point - last.point).length
      // The first point of a link is the last of the link before.
      guard piece > 1e-6 else { continue }
      vertices.append(
        Vertex(
          distance: last.distance + piece, point: point,
          integral: last.integral + (last.point + point) * (piece / 2),
          laneIntegral: last.laneIntegral + link.laneOffset * piece, laneOffset: link.laneOffset, link: index))
    }
  }

  /// The mean of the line over `reach` metres each way, moved to the lane, and the direction there.
  func smooth(at distance: Double, over reach: Double) -> (point: PlanePoint, direction: PlanePoint) {
    let behind = integrated(to: distance - reach)
    let ahead = integrated(to: distance + reach)
    let mean = (ahead.integral - behind.integral) * (1 / (2 * reach))
    let direction = (ahead.point - behind.point).unit
    let offset = (ahead.laneIntegral - behind.laneIntegral) / (2 * reach)
    return (mean + direction.right * offset, direction)
  }

  func link(at distance: Double) -> Int { vertices[vertex(after: distance)].link }

  mutating func drop(before distance: Double) {
    guard !vertices.isEmpty else { return }
    vertices.removeFirst(max(0, vertex(after: distance) - 1))
  }

  private func integrated(to distance: Double) -> (point: PlanePoint, integral: PlanePoint, laneIntegral: Double) {
    let index = vertex(after: distance)
    guard index > 0 else { return (vertices[0].point, vertices[0].integral, vertices[0].laneIntegral) }
    let (start, end) = (vertices[index - 1], vertices[index])
    let along = distance - start.distance
    let point = start.point + (end.point - start.point) * (along / (end.distance - start.distance))
    return (
      point, start.integral + (start.point + point) * (along / 2), start.laneIntegral + end.laneOffset * along
    )
  }

  /// The first vertex at or beyond `distance`, or the last.
  private func vertex(after distance: Double) -> Int {
    var low = 0
    var high = vertices.count - 1
    while low < high {
      let middle = (low + high) / 2
      if vertices[middle].distance < distance { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
