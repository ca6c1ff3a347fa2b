import Core

/// Gathers the fixes of a drive into chunks. A pure machine.
///
/// Of a stop only the first and the last fix are kept, so that ten minutes at a kerb are two fixes and the end of a
/// drive has no tail of them.
struct TrackRecorder: Sendable {
  struct Configuration: Hashable, Sendable {
    /// A chunk is closed when it spans this much: what a live camera can lose of its track.
    var span = Timestamp.Span.seconds(60)
    /// And when it has this many fixes: a receiver of 10 a second in 60 s; some 11 kB sealed.
    var fixes = 600
    /// Slower than this, and no further than `wander` from the last fix kept, the car stands.
    var movingSpeed = Speed.metersPerSecond(1.4)
    var wander = Distance.meters(10)
  }

  let configuration: Configuration
  private var chunk: DriveEvent.TrackChunk?
  private var last: PositionFix?
  /// The last fix of a stop that goes on.
  private var held: PositionFix?
  private var isStanding = false

  init(_ configuration: Configuration = .init()) { self.configuration = configuration }

  /// Where the car was last, on this drive.
  var position: Coordinate? { (held ?? last)?.position }

  /// Takes a fix; returns the chunk that it closes, which does not hold it.
  mutating func absorb(_ fix: PositionFix) -> DriveEvent.TrackChunk? {
    guard let last else {
      append(fix)
      return nil
    }
    guard fix.time > (held ?? last).time else { return nil }
    let closed = close(at: fix.time)
    if isStill(fix, since: last) {
      if isStanding {
        held = fix
      } else {
        isStanding = true
        append(fix)
      }
    } else {
      isStanding = false
      if let held { append(held) }
      append(fix)
    }
    return closed
  }

  /// The chunk if it is full at that time.
  mutating func close(at time: Timestamp) -> DriveEvent.TrackChunk? {
    guard let chunk, time - chunk.base >= configuration.span || chunk.count >= configuration.fixes else { return nil }
    return take()
  }

  /// The drive is over: the rest of it.
  mutating func finish() -> DriveEvent.TrackChunk? {
    defer { self = TrackRecorder(configuration) }
    return take()
  }

  private mutating func take() -> DriveEvent.TrackChunk? {
    defer { chunk = nil }
    return chunk
  }

  private mutating func append(_ fix: PositionFix) {
    var open = chunk ?? DriveEvent.TrackChunk(base: fix.time)
    open.append(fix)
    chunk = open
    last = fix
    held = nil
  }

  private func isStill(_ fix: PositionFix, since last: PositionFix) -> Bool {
    let isSlow = fix.speed.map { $0 < configuration.movingSpeed } ?? true
    return isSlow && last.position.distance(to: fix.position) <= configuration.wander
  }
}
