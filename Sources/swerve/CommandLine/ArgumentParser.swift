/// One option of a command, as its help shows it.
struct Option: Sendable {
  /// With its dashes: `--kafka`.
  var name: String
  /// What stands for the value in the help (`HOST:PORT`); nil: a switch.
  var value: String?
  var help: String
  var isRepeatable = false
}

/// What a command takes. Written by hand because no argument parser can be fetched at build time and the C library's
/// `getopt_long` cannot say what is wrong in words: one table for a command, from which both parsing and help come.
struct CommandLineShape: Sendable {
  var options: [Option] = []
  /// What stands for the operands in the help: `FILE…`.
  var operands: String = ""
  var operandCount: ClosedRange<Int> = 0...0

  static let help = Option(name: "--help", value: nil, help: "print this and stop")

  func parse(_ arguments: [String]) throws(UsageError) -> Arguments {
    var parsed = Arguments()
    var rest = arguments[...]
    var onlyOperands = false
    while let argument = rest.popFirst() {
      if onlyOperands || !argument.hasPrefix("-") || argument == "-" {
        parsed.operands.append(argument)
        continue
      }
      if argument == "--" {
        onlyOperands = true
        continue
      }
      let pieces = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = pieces[0] == "-h" ? "--help" : pieces[0] == "-o" ? "--output" : pieces[0]
      guard let option = (options + [Self.help]).first(where: { $0.name == name }) else {
        throw UsageError("there is no option \(pieces[0])")
      }
      var value: String?
      if option.value != nil {
        value = pieces.count == 2 ? pieces[1] : rest.popFirst()
        if value == nil { throw UsageError("\(name) needs a value: \(name) \(option.value ?? "")") }
      } else if pieces.count == 2 {
        throw UsageError("\(name) takes no value")
      }
      if parsed.values[name] != nil, !option.isRepeatable { throw UsageError("\(name) is given twice") }
      parsed.values[name, default: []].append(value ?? "")
    }
    if parsed.has("--help") { return parsed }
    if parsed.operands.count < operandCount.lowerBound { throw UsageError("\(operands) is missing") }
    if parsed.operands.count > operandCount.upperBound {
      throw UsageError("\(parsed.operands[operandCount.upperBound]) is one operand too many")
    }
    return parsed
  }
}

/// What a command was given.
struct Arguments: Sendable {
  fileprivate(set) var values: [String: [String]] = [:]
  fileprivate(set) var operands: [String] = []

  func has(_ name: String) -> Bool { values[name] != nil }
  func text(_ name: String) -> String? { values[name]?.last }
  func all(_ name: String) -> [String] { values[name] ?? [] }

  func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = text(name) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError("\(name) \(text): it must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError("\(name) \(text): it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

/// The command line says something that cannot be. Exit status 2.
struct UsageError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
