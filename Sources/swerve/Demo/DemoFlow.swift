import Core
import Foundation
import Ports
import Runtime
import Synchronization

/// Measures the flow once a second and tells the page.
struct DemoFlow {
  static let interval: TimeInterval = 1

  let figures: DemoFleet.Figures
  let admission: StageMeter
  let inference: StageMeter
  let stream: DemoStream
  let clock: any WallClock

  func run(until signal: StageThread.Signal) {
    var before: [String: Int] = [:]
    var measured = SystemClock().now()
    while !signal.isStopped {
      Thread.sleep(forTimeInterval: Self.interval)
      let now = SystemClock().now()
      let seconds = max(0.001, (now - measured).seconds)
      measured = now
      let totals = totals()
      let stages = totals.map { name, total in
        DemoStream.FlowStage(
          name: name, rate: (Double(total - before[name, default: 0]) / seconds * 10).rounded() / 10, total: total)
      }
      before = Dictionary(uniqueKeysWithValues: totals)
      let sent = figures.sightings.load(ordering: .relaxed)
      stream.publishFlow(stages, lag: max(0, sent - admission.current.absorbed), at: clock.now())
    }
  }

  private func totals() -> [(String, Int)] {
    [
      ("sightings", figures.sightings.load(ordering: .relaxed)),
      ("admitted", admission.current.counts["admitted"] ?? 0),
      ("hazards", inference.current.written),
      ("alerts", figures.alerts.load(ordering: .relaxed)),
    ]
  }
}
