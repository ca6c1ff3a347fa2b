import Core
import Credentials
import EventCodec
import Foundation
import TestSupport
import Testing

/// `swerve pair`, as a process.
@Suite struct `Pairing a camera` {
  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func events(_ output: String) throws -> [AccountEvent] {
    try output.split(separator: "\n").compactMap { Hexadecimal.decode(String($0)) }.map { bytes in
      try EventCodec().decodeAccountEvent(bytes.span)
    }
  }

  @Test(arguments: ["000", "022", "077"])
  func `leaves its files to their owner's eyes only, whatever the umask`(umask: String) async throws {
    let temporary = try TemporaryFolder()
    let folder = temporary.path + "/camera"
    let run = try await run("pair", folder, umask: umask)
    #expect(run.status == 0)
    #expect(try mode(folder) == 0o700)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["deletion.key", "device.key", "driver.key", "pairing.json"])
    for file in files { #expect(try mode(folder + "/" + file) == 0o600, "\(file)") }
  }

  @Test func `says who is paired with which key, and what was consented to`() async throws {
    let temporary = try TemporaryFolder()
    let account = RecordID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
    let folder = temporary.path + "/camera"
    let run = try await run("pair", folder, "--consent", "--consent-text", "7", "--account", account.hexadecimal)
    #expect(run.status == 0)
    let events = try events(run.output)
    try #require(events.count == 2)
    #expect(events.allSatisfy { $0.accountID == account })
    guard case .paired(let vehicle, let publicKey, let driverKey) = events[0].content else {
      Issue.record("the first event is the pairing")
      return
    }
    let text = try String(contentsOfFile: folder + "/device.key", encoding: .utf8)
    let device = try DeviceKey(rawPrivate: try #require(Hexadecimal.decode(text.filter { !$0.isWhitespace })))
    #expect(publicKey == device.publicKey)
    #expect(vehicle != driverKey)
    #expect(events[1].content == .consentGranted(scope: .hazardNetwork, textVersion: "7", vehicleID: vehicle))
    #expect(run.output.contains(vehicle.hexadecimal))
  }

  @Test func `without a consent says none`() async throws {
    let temporary = try TemporaryFolder()
    let run = try await run("pair", temporary.path + "/camera")
    #expect(try events(run.output).count == 1)
  }

  @Test func `replaces no camera that is there`() async throws {
    let temporary = try TemporaryFolder()
    let folder = temporary.path + "/camera"
    #expect(try await run("pair", folder).status == 0)
    let before = try contents(of: folder)
    let again = try await run("pair", folder)
    #expect(again.status == 73)
    #expect(again.output.contains("is there already"))
    #expect(try contents(of: folder) == before)
  }

  @Test func `gives two cameras nothing in common`() async throws {
    let temporary = try TemporaryFolder()
    var seen: Set<String> = []
    for name in ["one", "two"] {
      #expect(try await run("pair", temporary.path + "/" + name).status == 0)
      for (_, text) in try contents(of: temporary.path + "/" + name) {
        let numbers = text.split { !$0.isHexDigit }.map(String.init).filter { $0.count >= 32 }
        for number in numbers { #expect(seen.insert(number).inserted) }
      }
    }
    #expect(seen.count == 12)
  }

  private func run(_ arguments: String..., umask: String = "022") async throws -> (status: Int32, output: String) {
    try await onOwnThread { try SwerveProgram.run(arguments, umask: umask) }
  }

  private func contents(of folder: String) throws -> [String: String] {
    var contents: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      contents[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    return contents
  }
}
