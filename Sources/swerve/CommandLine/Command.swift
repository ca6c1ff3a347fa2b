/// One subcommand: its words, its shape, its work.
protocol Command: SendableMetatype {
  /// As typed after `swerve`: `agent inspect`.
  static var name: String { get }
  /// One line for the list of commands.
  static var summary: String { get }
  /// What the help says beyond the options; may be empty.
  static var discussion: String { get }
  static var shape: CommandLineShape { get }
  static func run(_ arguments: Arguments) async throws
}

extension Command {
  static var discussion: String { "" }

  static var helpText: String {
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
