/// One ordinary way through a cell of about 100 m.
public struct Pass: Hashable, Sendable {
  /// Half way through.
  public var position: Coordinate
  public var course: Course
  public var entered: Timestamp
  public var left: Timestamp
  /// While it moved.
  public var meanSpeed: Speed
  /// Beyond what the mean speed explains: the standing.
  public var dwellSeconds: Float
  /// A hard braking lies in it.
  public var braked = false
}

/// Cuts the way of a car into passes, one for each cell of the grid it goes through. A pure machine.
struct PassSampler: Sendable {
  /// Less of a cell is a corner that was cut: it says nothing of the 100 m.
  static let leastMeters = 50.0
  /// After a silence longer than this the way between is not known.
  static let longestGap = Timestamp.Span.seconds(10)
  /// Slower than this the car stands.
  static let movingSpeed: Float = 1.4
  /// Fixes kept of one pass; more than walking pace at ten a second gives.
  static let fixLimit = 1_024

  private struct Open {
    var cell: GridPlace.Cell
    var entered: Timestamp
    var meters = 0.0
    var movingSeconds = 0.0
    /// Where it has moved, with the way up to there.
    var fixes: [(fix: PositionFix, meters: Double)] = []
    var braked = false
  }

  private var open: Open?
  private var last: PositionFix?

  /// The pass that ends with this fix, if there is one.
  mutating func absorb(_ fix: PositionFix) -> Pass? {
    guard let last else {
      begin(fix)
      return nil
    }
    let passed = fix.time - last.time
    if passed <= .zero, passed > -RoadEventDetector.clockStep { return nil }
    guard passed > .zero, passed <= Self.longestGap else {
      begin(fix)
      return nil
    }
    let step = last.position.distance(to: fix.position).meters
    self.last = fix
    extend(by: step, seconds: passed.seconds, to: fix)
    let cell = GridPlace.Cell(containing: fix.position)
    guard let current = open, current.cell != cell else { return nil }
    open = Open(cell: cell, entered: fix.time)
    open?.fixes.append((fix, 0))
    return Self.pass(current, left: fix.time)
  }

  /// A hard braking at that time; false when the open pass does not hold it.
  mutating func noteBraking(at time: Timestamp) -> Bool {
    guard let open, time >= open.entered else { return false }
    self.open?.braked = true
    return true
  }

  /// The way is over; what is open is no pass.
  mutating func reset() {
    open = nil
    last = nil
  }

  private mutating func begin(_ fix: PositionFix) {
    last = fix
    open = Open(cell: GridPlace.Cell(containing: fix.position), entered: fix.time)
    open?.fixes.append((fix, 0))
  }

  private mutating func extend(by step: Double, seconds: Double, to fix: PositionFix) {
    guard var current = open else { return }
    let speed = fix.speed.map { Double($0.metersPerSecond) } ?? (step / seconds)
    if speed >= Double(Self.movingSpeed) {
      current.meters += step
      current.movingSeconds += seconds
      if current.fixes.count < Self.fixLimit { current.fixes.append((fix, current.meters)) }
    }
    open = current
  }

  private static func pass(_ open: Open, left: Timestamp) -> Pass? {
    guard open.meters >= leastMeters, open.movingSeconds > 0,
      let first = open.fixes.first?.fix, let final = open.fixes.last?.fix,
      let middle = open.fixes.first(where: { $0.meters >= open.meters / 2 })?.fix
    else { return nil }
    let (east, north) = final.position.offset(from: first.position)
    guard let course = middle.course ?? Course(east: east, north: north) else { return nil }
    let standing = (left - open.entered).seconds - open.movingSeconds
    return Pass(
      position: middle.position, course: course, entered: open.entered, left: left,
      meanSpeed: .metersPerSecond(Float(open.meters / open.movingSeconds)), dwellSeconds: Float(max(0, standing)),
      braked: open.braked)
  }
}
