import Core
import Foundation
import Ports
import PostgresViews

/// `swerve access …`: letting owners and insurers in. Whoever may reach the database may do it.
extension Command {
  static let accessLink = Command(
    name: "access link", summary: "print a link that signs an owner in, once",
    discussion: """
      The link works for 15 minutes. Where a private PostgreSQL runs already, name it: --database
      'host=FOLDER/postgres/socket'.
      """,
    shape: CommandLineShape(
      options: DatabaseOptions.servers + [
        Option(name: "--account", value: "ID", help: "32 hexadecimal digits, as swerve pair tells them"),
        Option(name: "--base", value: "URL", help: "where the archive is reached (http://127.0.0.1:8080)"),
      ])
  ) { arguments in
    guard let text = arguments.text("--account") else { throw UsageError("--account is missing") }
    guard let account = RecordID(hexadecimal: text) else {
      throw UsageError("--account \(text): it must be 32 hexadecimal digits")
    }
    let databases = try DatabaseOptions.open(arguments, [.access])
    defer { databases.cluster?.close() }
    let access = OwnerAccess(store: PostgresSessionStore(databases.settings(.access)), clock: SystemClock())
    do throws(ViewError) {
      let link = try await access.link(for: account)
      Console.print((arguments.text("--base") ?? "http://127.0.0.1:8080") + OwnerAccess.path(of: link))
    } catch { throw CommandFailure(error) }
  }

  static let accessInsurerKey = Command(
    name: "access insurer-key", summary: "make a key for an insurer, and print it: it is not seen again",
    shape: CommandLineShape(
      options: DatabaseOptions.servers + [
        Option(name: "--name", value: "NAME", help: "who the insurer is; a name may have several keys")
      ])
  ) { arguments in
    let name = try insurerName(arguments)
    let databases = try DatabaseOptions.open(arguments, [.insurers])
    defer { databases.cluster?.close() }
    let access = InsurerAccess(store: PostgresInsurerKeyStore(databases.settings(.insurers)))
    do throws(ViewError) {
      Console.print(try await access.key(name: name, at: SystemClock().now()).text)
    } catch { throw CommandFailure(error) }
  }

  static let accessRevoke = Command(
    name: "access revoke", summary: "revoke the keys of an insurer",
    shape: CommandLineShape(
      options: DatabaseOptions.servers + [Option(name: "--name", value: "NAME", help: "who the insurer is")])
  ) { arguments in
    let name = try insurerName(arguments)
    let databases = try DatabaseOptions.open(arguments, [.insurers])
    defer { databases.cluster?.close() }
    let revoked: Int
    do throws(ViewError) {
      revoked = try await PostgresInsurerKeyStore(databases.settings(.insurers)).revoke(name: name)
    } catch { throw CommandFailure(error) }
    guard revoked > 0 else { throw CommandFailure(.failure, "there is no key of this name") }
    Console.note("access: \(revoked) keys are revoked")
  }

  private static func insurerName(_ arguments: Arguments) throws(UsageError) -> String {
    guard let name = arguments.text("--name"), !name.isEmpty else { throw UsageError("--name is missing") }
    return name
  }
}
