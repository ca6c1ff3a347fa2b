import Foundation
import Ports

/// The one executable. Finds the subcommand, hands it its arguments, turns what goes wrong into words and a status.
@main
enum Swerve {
  static let commands: [Command] = [
    .demo, .agentInspect, .agentRun, .pair, .topics, .runIssuer, .runAdmission, .runInference, .runAlerts,
    .runProjections, .runArchive, .runClips, .runInsights, .runHistory, .rebuildViews, .keysRoot, .keysService,
    .accessLink,
    .accessInsurerKey, .accessRevoke, .accountErase, .issuerKeygen, .issuerIssue, .issuerVerify, .replaySightings, .bench, .topology,
  ]

  static var overview: String {
    var text = "swerve: a road-hazard network for dash cams\n\n  swerve COMMAND [options]\n\nCommands\n"
    let width = commands.map(\.name.count).max() ?? 0
    for command in commands {
      text += "  \(command.name)\(String(repeating: " ", count: width - command.name.count + 2))\(command.summary)\n"
    }
    return text
      + "\nswerve COMMAND --help tells more of each. Exit status: 0 done, 1 failed, 2 wrong usage, 64–78 as sysexits.h."
  }

  static func main() async {
    let arguments = Array(ProcessInfo.processInfo.arguments.dropFirst())
    exit(await run(arguments).rawValue)
  }

  static func run(_ arguments: [String]) async -> ExitStatus {
    if arguments.isEmpty || ["--help", "-h", "help"].contains(arguments[0]) {
      Console.print(overview)
      return arguments.isEmpty ? .usage : .success
    }
    // The longest name that matches: `agent inspect` before `agent`.
    let command = commands.filter { command in
      let words = command.name.split(separator: " ").map(String.init)
      return Array(arguments.prefix(words.count)) == words
    }.max { $0.name.count < $1.name.count }
    guard let command else {
      let near = commands.map(\.name).filter { $0.hasPrefix(arguments[0]) }
      let hint = near.isEmpty ? "swerve --help lists them" : "there are: \(near.joined(separator: ", "))"
      Console.note("swerve: there is no command \(arguments.prefix(2).joined(separator: " ")); \(hint)")
      return .usage
    }
    return await run(command, Array(arguments.dropFirst(command.name.split(separator: " ").count)))
  }

  private static func run(_ command: Command, _ arguments: [String]) async -> ExitStatus {
    do {
      let parsed = try command.shape.parse(arguments)
      if parsed.has("--help") {
        Console.print(command.helpText)
        return .success
      }
      do { try await command.run(parsed) } catch let error as LogError { throw CommandFailure(error) }
      return .success
    } catch let error as UsageError {
      Console.note("swerve \(command.name): \(error.description); swerve \(command.name) --help tells more")
      return .usage
    } catch let error as CommandFailure {
      Console.note("swerve \(command.name): \(error.message)")
      return error.status
    } catch {
      Console.note("swerve \(command.name): \(error)")
      return .failure
    }
  }
}
