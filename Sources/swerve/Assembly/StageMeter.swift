import HTTPFront
import Runtime
import Synchronization

/// A stage's figures, written by its thread after each turn, read by whoever asks.
final class StageMeter: Sendable {
  private let statistics = Mutex(RuntimeStatistics())
  private let turns = Atomic<Int>(0)

  func update(_ new: RuntimeStatistics) {
    statistics.withLock { $0 = new }
    turns.add(1, ordering: .relaxed)
  }

  var current: RuntimeStatistics { statistics.withLock { $0 } }
  var hasTurned: Bool { turns.load(ordering: .relaxed) > 0 }

  /// Shows them as Prometheus counters under `swerve_<stage>_…`.
  func show(in metrics: Metrics, stage: String) {
    let figures: [(String, String, @Sendable (RuntimeStatistics) -> Int)] = [
      ("absorbed_total", "Records absorbed.", { $0.absorbed }),
      ("replayed_total", "Records fed again after an assignment.", { $0.replayed }),
      ("written_total", "Records written.", { $0.written }),
      ("transactions_total", "Transactions committed.", { $0.transactions }),
      ("rewinds_total", "Transactions lost and done again.", { $0.rewinds }),
      ("unavailable_total", "Turns in which the log did not answer.", { $0.unavailable }),
    ]
    for (name, help, read) in figures {
      metrics.gauge("swerve_\(stage)_\(name)", help: help) { [self] in Double(read(current)) }
    }
    for reason in Self.reasons {
      metrics.gauge(
        "swerve_\(stage)_decisions_total", help: "Records by what was decided.", labels: ["decision": reason]
      ) {
        [self] in Double(current.counts[reason] ?? 0)
      }
    }
  }

  /// What the machines count, known beforehand so that a figure that is zero is shown as zero.
  private static let reasons =
    ["admitted"] + ["suspected", "confirmed", "clearing", "cleared"].map { "revisions_\($0)" }
    + [
      "malformed", "tombstone", "unknown_kind", "invalid", "implausible", "late", "future", "proof_missing",
      "proof_invalid", "proof_day", "too_large",
    ].map { "rejected_\($0)" }
}
