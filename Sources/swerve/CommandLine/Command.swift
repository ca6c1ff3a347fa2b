/// One subcommand: its words, its shape, its work.
struct Command: Sendable {
  /// As typed after `swerve`: `agent inspect`.
  var name: String
  /// One line for the list of commands.
  var summary: String
  /// What the help says beyond the options; may be empty.
  var discussion = ""
  var shape = CommandLineShape()
  var run: @Sendable (Arguments) async throws -> Void

  var helpText: String {
    let operands = shape.operands.isEmpty ? "" : " \(shape.operands)"
    var text = "swerve \(name): \(summary)\n\n  swerve \(name)\(shape.options.isEmpty ? "" : " [options]")\(operands)\n"
    if !discussion.isEmpty { text += "\n\(discussion)\n" }
    let rows = (shape.options + [CommandLineShape.help]).map { option in
      (option.name + (option.value.map { " \($0)" } ?? ""), option.help)
    }
    let width = min(30, rows.map(\.0.count).max() ?? 0)
    text += "\nOptions\n"
    for (left, right) in rows {
      let padding = String(repeating: " ", count: max(1, width - left.count + 2))
      text += "  \(left)\(left.count > width ? "\n" + String(repeating: " ", count: width + 4) : padding)\(right)\n"
    }
    return text
  }
}
