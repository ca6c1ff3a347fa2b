import Core
import Ports
import PostgresViews

/// What is done to whole accounts.
extension Command {
  static let accountErase = Command(
    name: "account erase", summary: "erase a driver: keys, trips, events, footage",
    discussion: """
      Tells every stage to forget the account, and deletes the keys under which its records and clips are sealed: what is
      still in the log opens no more. Its cameras have no part in the network either. It cannot be undone.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.servers + [
        Option(name: "--account", value: "ID", help: "32 hexadecimal digits, as swerve pair tells them")
      ])
  ) { arguments in
    guard let text = arguments.text("--account") else { throw UsageError("--account is missing") }
    guard let account = RecordID(hexadecimal: text) else {
      throw UsageError("--account \(text): it must be 32 hexadecimal digits")
    }
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments, [.vault, .access])
    defer { databases.cluster?.close() }
    // The log knows all keys that were ever the account's, also when an earlier run has ended in the middle.
    var vehicles: [RecordID] = []
    var keys: [RecordID] = []
    try AccountFollower(log: log, account: account).readAll { event in
      guard case .paired(let vehicle, _, let key) = event.content else { return }
      vehicles.append(vehicle)
      if !keys.contains(key) { keys.append(key) }
    }
    guard !keys.isEmpty else { throw CommandFailure(.data, "there was never a camera of this account") }
    let now = SystemClock().now()
    let withdrawals = vehicles.map {
      AccountEvent(
        accountID: account, time: now, content: .consentWithdrawn(scope: .hazardNetwork, vehicleID: $0))
    }
    let erasures = keys.map { AccountEvent(accountID: account, time: now, content: .erased(driverKeyID: $0)) }
    try AccountLog.write(withdrawals + erasures, to: log)
    let vault = PostgresDriverKeyVault(databases.personal)
    do throws(ViewError) {
      for key in keys { try vault.erase(key) }
      try await PostgresSessionStore(databases.settings(.access)).endAll(of: account)
    } catch { throw CommandFailure(error) }
    Console.note("account: \(keys.count) keys of \(vehicles.count) cameras are erased")
  }
}
