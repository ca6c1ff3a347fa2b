public import Core

/// `/livez` (the process can answer) and `/readyz` (it can do its work now), for whoever runs it.
public struct HealthChecks: Sendable {
  /// nil: all is well; else what is wrong, in words without places or names of people.
  public typealias Check = @Sendable () async -> String?

  private var checks: [(name: String, check: Check)] = []
  private let timeout: Timestamp.Span

  /// - Parameter timeout: a check that takes longer has failed.
  public init(timeout: Timestamp.Span = .seconds(2)) { self.timeout = timeout }

  /// Adds what must hold for the process to be ready.
  public mutating func require(_ name: String, check: @escaping Check) {
    precondition(!checks.contains { $0.name == name }, "a check named \(name) is there already")
    checks.append((name, check))
  }

  public func addRoutes(to router: inout Router) {
    router.get("/livez") { _ in try Self.answer(Report(status: "pass", checks: [:])) }
    let (checks, timeout) = (checks, timeout)
    router.get("/readyz") { _ in
      var results: [String: String] = [:]
      await withTaskGroup(of: (String, String?).self) { group in
        for (name, check) in checks {
          group.addTask { (name, await Self.run(check, timeout: timeout)) }
        }
        for await (name, fault) in group { results[name] = fault ?? "pass" }
      }
      let isReady = results.values.allSatisfy { $0 == "pass" }
      return try Self.answer(Report(status: isReady ? "pass" : "fail", checks: results))
    }
  }

  private struct Report: Encodable {
    let status: String
    let checks: [String: String]
  }

  private static func answer(_ report: Report) throws -> Response {
    var response = try Response.json(report, status: report.status == "pass" ? .ok : .serviceUnavailable)
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  /// The check is cancelled after its time; one that does not listen to that is left to end by itself.
  private static func run(_ check: @escaping Check, timeout: Timestamp.Span) async -> String? {
    await withCheckedContinuation { continuation in
      let once = FirstAnswer(continuation)
      let work = Task { once.give(await check()) }
      Task {
        try? await Task.sleep(for: .milliseconds(timeout.milliseconds))
        work.cancel()
        once.give("no answer within \(timeout.milliseconds) ms")
      }
    }
  }
}
