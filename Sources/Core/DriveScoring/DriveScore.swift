/// How smoothly a trip was driven, 0 … 100, higher is smoother: Swerve's own published formula.
///
///     points = 10 · impacts + 3 · hard brakings + 3 · near misses + 2 · hard cornerings + 2 · swerves + hard accelerations
///     score  = 100 · e^(−(points per 100 km) / 50), to one decimal
///
/// A trip shorter than 10 km counts as 10 km, so that one braking on the way to the baker's does not decide all. Fifty
/// points in 100 km give 37, none give 100. Rough road is the road's doing and counts nothing. `trip_score` in
/// `schemas/views/personal` is the same formula; a test holds the two together.
public enum DriveScore {
  /// What one incident counts; kinds that are not here count nothing.
  public static let points: [IncidentKind: Int] = [
    .impact: 10, .hardBraking: 3, .nearMiss: 3, .hardCornering: 2, .swerving: 2, .hardAcceleration: 1,
  ]
  static let shortestKilometers = 10.0
  /// Points in 100 km at which the score has fallen to 1/e.
  static let scale = 50.0

  public static func score(distance: Distance, incidents: [IncidentKind: Int]) -> Double {
    let sum = incidents.reduce(0) { $0 + (points[$1.key] ?? 0) * max(0, $1.value) }
    let perHundred = 100 * Double(sum) / max(distance.meters / 1000, shortestKilometers)
    return (1000 * Mathematics.exponential(-perHundred / scale)).rounded() / 10
  }
}
