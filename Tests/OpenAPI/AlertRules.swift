import Foundation
import TestSupport

/// `infra/dashboards/alerts.yaml`: what Prometheus calls somebody for.
struct AlertRules {
  struct Rule: Hashable {
    var name: String
    var expression: String
    var annotations: [String: String]
    var labels: [String: String]
  }

  let rules: [Rule]

  init() throws {
    let document = try YAMLFile.read(Interface.package.appending(path: "infra/dashboards/alerts.yaml").path)
    rules = (document["groups"]?.items ?? []).flatMap { $0["rules"]?.items ?? [] }.map { rule in
      Rule(
        name: rule["alert"]?.text ?? "", expression: rule["expr"]?.text ?? "",
        annotations: (rule["annotations"]?.members ?? [:]).compactMapValues(\.text),
        labels: (rule["labels"]?.members ?? [:]).compactMapValues(\.text))
    }
  }

  /// Figures of ours that the rules look at.
  var figures: Set<String> {
    Set(rules.flatMap { $0.expression.matches(of: /\bswerve_\w+/).map { String($0.output) } })
  }
}
