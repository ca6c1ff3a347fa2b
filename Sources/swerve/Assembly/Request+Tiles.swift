import Core
import HTTPFront

extension Request {
  /// The box of the question, and the tiles that it touches.
  /// - Throws: the problem to answer with, when there is no box, or more tiles than the limit.
  func box(tiles limit: Int) throws -> (box: BoundingBox, tiles: [Tile]) {
    guard let text = query["bbox"], let box = BoundingBox(text: text) else {
      throw ProblemDetails(
        .badRequest, detail: "bbox is west,south,east,north in degrees: bbox=-30.05,45.98,-29.95,46.02")
    }
    guard let tiles = box.tiles(limit: limit) else {
      throw ProblemDetails(
        .badRequest, detail: "The box touches more than \(limit) tiles of zoom \(Tile.zoom); ask for a smaller one.",
        extensions: ["limit": .integer(limit)])
    }
    return (box, tiles)
  }
}
