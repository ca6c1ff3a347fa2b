import Core
import Foundation
import TestSupport
import Testing

@testable import swerve

@Suite(
  "The document of the interface, of sessions",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct SessionInterfaceTests {
  static let name = "GET /v1/session"

  @Test func `tells how an owner signs in, once, and out`() async throws {
    let (interface, network) = (try Interface(), try Network())
    try network.start()
    let account = RecordID(high: 5, low: 6)
    let link = network.base + OwnerAccess.path(of: try await network.owners.link(for: account))
    let address = network.base + "/v1/session"

    let before = try await Client.send("GET", address)
    #expect(before.status == 401)
    #expect(interface.faults(of: before, to: Self.name) == [])
    let sent = try await Client.send("GET", link, headers: ["Sec-Fetch-Site": "cross-site"])
    #expect(sent.status == 403)
    #expect(interface.faults(of: sent, to: Self.name) == [])
    let signedIn = try await Client.send("GET", link, headers: ["Sec-Fetch-Site": "none"])
    #expect(signedIn.status == 303 && signedIn.headers["location"] == "/")
    #expect(interface.faults(of: signedIn, to: Self.name) == [])
    let again = try await Client.send("GET", link)
    #expect(again.status == 403)
    #expect(interface.faults(of: again, to: Self.name) == [])

    let cookie = String(signedIn.headers["set-cookie"]?.prefix { $0 != ";" } ?? "")
    let known = try await Client.send("GET", address, headers: ["Cookie": cookie])
    #expect(known.status == 200)
    #expect(try known.json()["account"]?.text == account.hexadecimal)
    #expect(interface.faults(of: known, to: Self.name) == [])

    let end = "DELETE /v1/session"
    for (headers, status) in [
      (["Cookie": cookie, "Sec-Fetch-Site": "cross-site"], 403), (["Cookie": cookie, "Origin": network.base], 204),
      (["Cookie": cookie, "Origin": network.base], 401), ([:], 401),
    ] {
      let answer = try await Client.send("DELETE", address, headers: headers)
      #expect(answer.status == status)
      #expect(interface.faults(of: answer, to: end) == [])
    }
    let after = try await Client.send("GET", address, headers: ["Cookie": cookie])
    #expect(after.status == 401)
    await network.stop()
  }

  @Test(arguments: ["", "swl_", "x", String(repeating: "0", count: 68), "swl_" + String(repeating: "0", count: 64)])
  func `tells how a link that is none is refused`(token: String) async throws {
    let (interface, network) = (try Interface(), try Network())
    try network.start()
    let answer = try await Client.send("GET", network.base + "/v1/session?token=" + token)
    #expect(answer.status == 403)
    #expect(interface.faults(of: answer, to: Self.name) == [])
    await network.stop()
  }
}
