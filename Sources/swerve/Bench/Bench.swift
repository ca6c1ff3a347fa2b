import Foundation

/// One thing that is measured against a plain way of doing the same.
struct Bench: Sendable {
  var name: String
  /// What one event is.
  var unit: String
  /// Events in one run unless told otherwise.
  var events: Int
  /// Events in the shorter of the two runs whose instructions are counted; a counted one takes fifty times as long.
  /// Nil: other processes do a part of the work, so that what this one does of it tells little.
  var countedEvents: Int?
  var subject: Workload
  var reference: Workload
  var others: [Workload] = []
  /// Facts of the run that are no time: whether both found the same, for instance. Each is a number or a word.
  var facts: @Sendable (_ events: Int, _ seed: UInt64) throws -> [String: String] = { _, _ in [:] }

  static let all: [Bench] = [.agent, .codec, .admission, .inference, .alerts, .credentials, .projections, .clips, .api]

  var workloads: [Workload] { [subject, reference] + others }
}

/// Work that is made ready once and then done as often as asked, from the same start each time.
struct Workload: Sendable {
  /// Does so many of the prepared events.
  typealias Run = (Int) throws -> Void

  struct Prepared {
    /// Puts back what the run before has changed; not measured.
    var reset: () throws -> Void = {}
    /// Does so many of the prepared events.
    /// - Returns: how long each took, milliseconds, where that is of interest; else nothing.
    var run: (Int) throws -> [Double]
  }

  var name: String
  /// It does one event where others do so many.
  var share: Int
  let prepare: @Sendable (_ events: Int, _ seed: UInt64) throws -> Prepared

  init(_ name: String, share: Int = 1, prepare: @escaping @Sendable (_ events: Int, _ seed: UInt64) throws -> Run) {
    self.name = name
    self.share = share
    self.prepare = { events, seed in
      let run = try prepare(events, seed)
      return Prepared { count in
        try run(count)
        return []
      }
    }
  }

  init(
    _ name: String, share: Int = 1, prepared: @escaping @Sendable (_ events: Int, _ seed: UInt64) throws -> Prepared
  ) {
    self.name = name
    self.share = share
    prepare = prepared
  }

  func count(of events: Int) -> Int { max(1, events / share) }
}

/// Keeps the optimizer from leaving out what nobody reads: it must not see that this does nothing either.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
