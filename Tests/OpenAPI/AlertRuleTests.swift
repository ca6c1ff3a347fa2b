import Foundation
import TestSupport
import Testing

@Suite(
  "The alerts that call somebody",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct AlertRuleTests {
  @Test func `each have a page to act by, and each page an alert`() throws {
    let rules = try AlertRules().rules
    let folder = Interface.package.appending(path: "runbooks")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }
    #expect(Set(rules.map(\.name)) == Set(pages))
    #expect(rules.count == pages.count)
    for rule in rules {
      #expect(rule.annotations["runbook"] == "runbooks/\(rule.name).md")
      #expect(rule.annotations["summary"]?.isEmpty == false)
      #expect(["page", "ticket"].contains(rule.labels["severity"] ?? ""))
    }
  }

  @Test(arguments: ["What it means", "What people feel", "How to look", "What to do"])
  func `are explained under the same headings`(heading: String) throws {
    for rule in try AlertRules().rules {
      let page = try String(
        contentsOf: Interface.package.appending(path: "runbooks/\(rule.name).md"), encoding: .utf8)
      #expect(page.hasPrefix("# \(rule.name)\n"))
      #expect(page.contains("\n## \(heading)\n"), "\(rule.name)")
    }
  }
}
