import Core
import Credentials
import HTTPFront
import Ports
import TestSupport
import Testing

@testable import swerve

/// The issuer's service, a camera's wallet and the network between them.
@Suite struct `The issuer over HTTP` {
  private static let day = IssuerDesk.day
  private static let tiles = [0.0, 2_000, 4_000].map { Tile(containing: Places.street.moved(east: $0, north: 0)) }

  /// Service, server and a paired camera, for the length of a test.
  private final class Running: Sendable {
    let folder: TemporaryFolder
    let log = MemoryLog()
    let secret: IssuerSecret
    let service: IssuerService
    let server: HTTPServer
    let thread: StageThread

    init() throws {
      folder = try TemporaryFolder()
      secret = try IssuerSecret.generate()
      try log.createTopics([TopicSpecification(name: "personal.accounts", partitions: 2)])
      service = try IssuerService(
        secret: secret, storePath: folder.path + "/issuer.sqlite", clock: SettableClock(IssuerDesk.noon))
      server = IssuerFront.server(port: 0, issuer: service)
      thread = StageThread("issuer", failed: { _ in }) { [service, log] in try service.run(log: log, until: $0) }
      try server.start()
    }

    var address: String { "http://127.0.0.1:\(server.port)" }

    func camera(consent: Bool = true, isAnnounced: Bool = true) throws -> PairedCamera {
      var generator = SystemRandomNumberGenerator()
      let path = folder.path + "/\(generator.next())"
      let camera = try CameraFolder(path: path).pair(account: RecordID.random(using: &generator))
      if isAnnounced {
        try AccountLog.write(camera.accountEvents(consent: consent, textVersion: "1", at: IssuerDesk.noon), to: log)
      }
      return camera
    }

    func stop() async {
      thread.stop()
      await server.stop(within: .seconds(5))
    }
  }

  /// Asks over HTTP, and remembers what was asked: an answer that comes too late is asked for again, the same.
  private final class Desk: CredentialIssuer {
    let issuer: CameraIssuer
    private(set) var requests: Set<[UInt8]> = []

    init(_ camera: PairedCamera, _ address: String) throws {
      issuer = try #require(CameraIssuer(address: address, camera: camera))
    }

    func issue(day: Int32, request: [UInt8]) throws(IdentityFault) -> (publicKey: [UInt8], response: [UInt8])? {
      requests.insert(request)
      return try issuer.issue(day: day, request: request)
    }

    /// A wallet that has its credential of the day: asks until the issuer has heard of the camera.
    func wallet(_ outbox: any Outbox) throws -> ArcWallet {
      let wallet = ArcWallet(outbox: outbox, issuer: self)
      _ = try proof(of: wallet, tiles[0])
      return wallet
    }

    func proof(of wallet: ArcWallet, _ tile: Tile, day: Int32 = day) throws -> Proof {
      var found: Proof?
      try Patience.wait(for: "a proof") {
        do throws(IdentityFault) { found = try wallet.sightingProof(tile: tile, day: day) } catch {
          if error == .unknownKey { return false }
          if case .unavailable = error { return false }
          throw error
        }
        return found != nil
      }
      return try #require(found)
    }
  }

  private func withIssuer(_ body: @escaping @Sendable (Running) throws -> Void) async throws {
    let running = try Running()
    do { try await onOwnThread { try body(running) } } catch {
      await running.stop()
      throw error
    }
    await running.stop()
  }

  @Test func `gives a credential once a day, from which all proofs of the day come`() async throws {
    try await withIssuer { running in
      let camera = try running.camera()
      let outbox = try SpoolOutbox(path: camera.outboxPath)
      let desk = try Desk(camera, running.address)
      let wallet = try desk.wallet(outbox)
      let verifier = ArcProofVerifier(running.secret)
      var cameras: Set<UInt64> = []
      for tile in Self.tiles {
        let proof = try #require(try wallet.sightingProof(tile: tile, day: Self.day))
        #expect(try wallet.sightingProof(tile: tile, day: Self.day) == proof)
        cameras.insert(try verifier.cameraOfSighting(proof, tile: tile))
      }
      #expect(cameras.count == 3)
      #expect(desk.requests.count == 1)
      #expect(try desk.proof(of: wallet, Self.tiles[0], day: Self.day + 1).day == Self.day + 1)
      #expect(desk.requests.count == 2)
    }
  }

  @Test func `keeps what it showed when the camera starts again, and sends it again the same`() async throws {
    try await withIssuer { running in
      let camera = try running.camera()
      let desk = try Desk(camera, running.address)
      var shown: [Proof?] = []
      do {
        let wallet = try desk.wallet(SpoolOutbox(path: camera.outboxPath))
        for tile in Self.tiles[..<2] { shown.append(try wallet.sightingProof(tile: tile, day: Self.day)) }
      }
      let reopened = ArcWallet(outbox: try SpoolOutbox(path: camera.outboxPath), issuer: desk)
      for (tile, proof) in zip(Self.tiles, shown) {
        #expect(try reopened.sightingProof(tile: tile, day: Self.day) == proof)
      }
      // The credential is there as well: a new tile needs no question.
      #expect(try reopened.sightingProof(tile: Self.tiles[2], day: Self.day) != nil)
      #expect(desk.requests.count == 1)
    }
  }

  @Test func `gives nothing to a camera that forgot its credential, until the day is over`() async throws {
    try await withIssuer { running in
      let camera = try running.camera()
      let desk = try Desk(camera, running.address)
      _ = try desk.wallet(SpoolOutbox(path: camera.outboxPath))
      let forgetful = ArcWallet(outbox: try SpoolOutbox(path: camera.outboxPath + ".new"), issuer: desk)
      #expect(throws: IdentityFault.limitReached) { try desk.proof(of: forgetful, Self.tiles[0]) }
      #expect(try desk.proof(of: forgetful, Self.tiles[0], day: Self.day + 1).day == Self.day + 1)
    }
  }

  @Test func `tells strangers and those without consent no more than that`() async throws {
    try await withIssuer { running in
      // Once this one is known, all that was announced before it is too.
      let silent = try running.camera(consent: false)
      let known = try running.camera()
      _ = try Desk(known, running.address).wallet(SpoolOutbox(path: known.outboxPath))
      let stranger = try running.camera(isAnnounced: false)
      let refusals: [(PairedCamera, IdentityFault)] = [
        (stranger, .unknownKey), (silent, .unavailable("a credential: the issuer knows of no live consent")),
      ]
      for (camera, fault) in refusals {
        let wallet = ArcWallet(
          outbox: try SpoolOutbox(path: camera.outboxPath), issuer: try Desk(camera, running.address))
        try Patience.wait(for: "\(fault)") {
          do throws(IdentityFault) { _ = try wallet.sightingProof(tile: Self.tiles[0], day: Self.day) } catch {
            return error == fault
          }
          return false
        }
      }
    }
  }

  @Test func `that does not answer lets the camera wait`() async throws {
    let running = try Running()
    let camera = try running.camera()
    let address = running.address
    await running.stop()
    try await onOwnThread {
      let wallet = ArcWallet(
        outbox: try SpoolOutbox(path: camera.outboxPath), issuer: try Desk(camera, address))
      #expect(try wallet.sightingProof(tile: Self.tiles[0], day: Self.day) == nil)
    }
  }
}
