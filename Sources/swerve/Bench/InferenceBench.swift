import Core

extension Bench {
  /// The product's rule: the flat tables of the detector against dictionaries of arrays.
  static let inference = Bench(
    name: "inference", unit: "admitted sighting", events: 500_000, countedEvents: 50_000,
    subject: Workload("detector") { events, seed in
      let batches = BenchSightings(count: events, seed: seed).columns
      return { count in
        var detector = HazardDetector()
        var revisions: [HazardRevision] = []
        for batch in batches.prefix((count + BenchSightings.batch - 1) / BenchSightings.batch) {
          detector.absorb(batch, into: &revisions)
          revisions.removeAll(keepingCapacity: true)
        }
        keep(detector.statistics)
      }
    },
    reference: Workload("dictionaries of arrays") { events, seed in
      let batches = BenchSightings(count: events, seed: seed).columns
      return { count in
        var rule = PlainHazardRule(HazardRule())
        for batch in batches.prefix((count + BenchSightings.batch - 1) / BenchSightings.batch) { rule.absorb(batch) }
        keep(rule.opened.count)
      }
    },
    facts: { events, seed in
      let comparison = HazardComparison(BenchSightings(count: events, seed: seed).columns)
      return ["hazards": "\(comparison.detected)", "same_hazards": "\(comparison.isSame)"]
    })
}

/// Whether the detector and the plain rule open the same hazards: same instant, same place within a stretch.
struct HazardComparison {
  let detected: Int
  let isSame: Bool

  init(_ batches: [SightingColumns], rule: HazardRule = HazardRule()) {
    var detector = HazardDetector(rule: rule)
    var plain = PlainHazardRule(rule)
    var revisions: [HazardRevision] = []
    for batch in batches {
      detector.absorb(batch, into: &revisions)
      plain.absorb(batch)
    }
    let first = revisions.filter { $0.revision == 1 }.sorted { ($0.opened, $0.hazardID) < ($1.opened, $1.hazardID) }
    let opened = plain.opened.sorted { $0.opened < $1.opened }
    detected = first.count
    isSame =
      first.count == opened.count
      && zip(first, opened).allSatisfy { left, right in
        left.opened.milliseconds == right.opened && left.kind == right.kind
          && left.position.distance(to: right.position) <= rule.stretch
      }
  }
}
