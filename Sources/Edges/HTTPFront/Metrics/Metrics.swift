internal import Synchronization

/// A registry of figures in the Prometheus text format 0.0.4. Ask for an instrument once and keep it: an increment is
/// one atomic operation, while asking takes a lock.
public final class Metrics: Sendable {
  /// Series of one name; a label whose values come from outside must not fill the memory. What comes beyond is counted
  /// in `metrics_series_refused_total` and shown nowhere else.
  public static let maximumSeriesPerName = 1_000

  enum Kind: String { case counter, gauge, histogram }

  /// One name, and its series by label text.
  struct Family {
    let kind: Kind
    let help: String
    var series: [String: any Instrument] = [:]
  }

  private let families = Mutex<[String: Family]>([:])
  private let refused = Counter()

  public init() {
    families.withLock {
      $0["metrics_series_refused_total"] = Family(
        kind: .counter, help: "Series refused because a name had too many.", series: ["": refused])
    }
  }

  /// A sum that only grows. By custom the name ends in `_total`.
  /// - Precondition: names fit the format, and the name is not taken by another kind.
  public func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
    instrument(name, .counter, help, labels) { Counter() }
  }

  /// A figure that goes up and down.
  public func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
    instrument(name, .gauge, help, labels) { Gauge() }
  }

  /// A figure that is looked up each time somebody asks. The first reading given for a series stays.
  public func gauge(
    _ name: String, help: String, labels: [String: String] = [:], reading: @escaping @Sendable () -> Double
  ) {
    _ = instrument(name, .gauge, help, labels) { ReadGauge(reading) }
  }

  /// How values are spread over buckets.
  /// - Parameter bounds: upper bounds, growing; +Inf is added. In the unit the name says (`_seconds`, `_bytes`).
  public func histogram(
    _ name: String, help: String, labels: [String: String] = [:], bounds: [Double] = Histogram.secondsBounds
  ) -> Histogram {
    precondition(labels["le"] == nil, "the label le is the histogram's own")
    return instrument(name, .histogram, help, labels) { Histogram(bounds: bounds) }
  }

  private func instrument<Made: Instrument>(
    _ name: String, _ kind: Kind, _ help: String, _ labels: [String: String], make: () -> Made
  ) -> Made {
    precondition(MetricName.isMetric(name), "not a metric's name: \(name)")
    for label in labels.keys { precondition(MetricName.isLabel(label), "not a label's name: \(label)") }
    let key = LabelText.of(labels)
    return families.withLock { families in
      var family = families[name] ?? Family(kind: kind, help: help)
      precondition(family.kind == kind, "\(name) is a \(family.kind.rawValue) already")
      if let known = family.series[key] {
        guard let known = known as? Made else { preconditionFailure("\(name) is read by a closure, or is not") }
        return known
      }
      let made = make()
      guard family.series.count < Self.maximumSeriesPerName else {
        refused.increment()
        return made
      }
      family.series[key] = made
      families[name] = family
      return made
    }
  }

  /// Everything as text, names and labels in order.
  public func exposition() -> String {
    let families = families.withLock { $0 }
    var text = ""
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      text += "# HELP \(name) \(LabelText.escapeHelp(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n"
      for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
        instrument.write(name: name, labels: labels, to: &text)
      }
    }
    return text
  }

  /// Adds `GET /metrics`.
  public func addRoute(to router: inout Router, path: String = "/metrics") {
    router.get(path) { [self] _ in
      Response(contentType: "text/plain; version=0.0.4; charset=utf-8", bytes: Array(exposition().utf8))
    }
  }
}

/// Something with a value to show.
protocol Instrument: AnyObject, Sendable {
  /// - Parameter labels: `a="1",b="2"`, or empty.
  func write(name: String, labels: String, to text: inout String)
}
