import Core
import Credentials
import Issuer
import Ports
import Testing

/// A camera's wallet against an issuer, with calls that fail on the way.
@Suite struct `A camera's wallet` {
  /// The issuer without a network; loses what it is told to lose.
  private final class Line: CredentialIssuer {
    enum Loss { case none, questions, answers }

    let desk: IssuerDesk
    var loss = Loss.none
    private(set) var questions = 0

    init(_ desk: IssuerDesk) { self.desk = desk }

    func issue(day: Int32, request: [UInt8]) throws(IdentityFault) -> (publicKey: [UInt8], response: [UInt8])? {
      if loss == .questions { return nil }
      questions += 1
      let signed = IssuerMachine.signedBytes(vehicle: IssuerDesk.vehicle, day: day, request: request)
      let response: [UInt8]
      do {
        response = try desk.machine.issue(
          vehicle: IssuerDesk.vehicle, day: day, request: request, signature: desk.device.sign(signed),
          now: IssuerDesk.noon)
      } catch { throw .limitReached }
      guard loss != .answers, let key = try? desk.secret.serverKey(day: day) else { return nil }
      return (key.publicKey.serialized, response)
    }
  }

  private let tiles = [0.0, 2_000, 4_000].map { Tile(containing: Places.street.moved(east: $0, north: 0)) }

  @Test func `gets one credential a day and shows one presentation a tile`() throws {
    let desk = try IssuerDesk()
    let line = Line(desk)
    let wallet = ArcWallet(outbox: DurableOutbox(CameraDisk()), issuer: line)
    var shown: [Proof] = []
    for day in [IssuerDesk.day, IssuerDesk.day + 1] {
      for tile in tiles {
        let proof = try #require(try wallet.sightingProof(tile: tile, day: day))
        #expect(try wallet.sightingProof(tile: tile, day: day) == proof)
        shown.append(proof)
        _ = try ArcProofVerifier(desk.secret).cameraOfSighting(proof, tile: tile)
      }
    }
    #expect(line.questions == 2)
    #expect(Set(shown.map(\.presentation)).count == 6)
  }

  @Test func `waits while there is no network, and asks the same again when an answer was lost`() throws {
    let desk = try IssuerDesk()
    let line = Line(desk)
    let disk = CameraDisk()
    line.loss = .questions
    #expect(
      try ArcWallet(outbox: DurableOutbox(disk), issuer: line).sightingProof(tile: tiles[0], day: IssuerDesk.day) == nil
    )
    line.loss = .answers
    #expect(
      try ArcWallet(outbox: DurableOutbox(disk), issuer: line).sightingProof(tile: tiles[0], day: IssuerDesk.day) == nil
    )
    line.loss = .none
    #expect(
      try ArcWallet(outbox: DurableOutbox(disk), issuer: line).sightingProof(tile: tiles[0], day: IssuerDesk.day) != nil
    )
    #expect(line.questions == 2)
  }

  @Test func `shows exposures that hold, each with a tag of its own and the same again for the same nonce`() throws {
    let desk = try IssuerDesk()
    let wallet = ArcWallet(outbox: DurableOutbox(CameraDisk()), issuer: Line(desk))
    let verifier = ArcProofVerifier(desk.secret)
    var tags: Set<UInt64> = []
    for nonce in [0, 1, 4_095] as [UInt64] {
      let proof = try #require(try wallet.exposureProof(day: IssuerDesk.day, nonce: nonce))
      #expect(proof.nonce == nonce)
      let tag = try verifier.tagOfExposure(proof)
      tags.insert(tag)
      let again = try #require(try wallet.exposureProof(day: IssuerDesk.day, nonce: nonce))
      #expect(again.presentation != proof.presentation)
      #expect(try verifier.tagOfExposure(again) == tag)
      // It is no proof of a sighting, of another nonce or of another day.
      #expect(throws: IdentityFault.self) { try verifier.cameraOfSighting(proof, tile: tiles[0]) }
      for change in [(1, 0), (0, 1)] as [(UInt64, Int32)] {
        let other = Proof(
          suite: proof.suite, presentation: proof.presentation, nonce: proof.nonce ^ change.0, day: proof.day + change.1
        )
        #expect(throws: IdentityFault.self) { try verifier.tagOfExposure(other) }
      }
    }
    #expect(tags.count == 3)
    #expect(throws: IdentityFault.limitReached) {
      try wallet.exposureProof(day: IssuerDesk.day, nonce: Proof.exposureLimit)
    }
  }

  /// The n-th call of the camera's disk fails, n = 1, 2 … until none does, and the camera starts again from its disk.
  @Test(arguments: Misfortune.Moment.allCases)
  func `shows no two presentations of one tile and is never locked out, whatever call fails`(
    _ moment: Misfortune.Moment
  ) throws {
    for call in 1...60 {
      let desk = try IssuerDesk()
      let line = Line(desk)
      let disk = CameraDisk()
      let misfortune = Misfortune(call: call, moment)
      var shown: [Tile: Proof] = [:]
      let wallet = ArcWallet(outbox: DurableOutbox(disk, misfortune), issuer: line)
      for tile in tiles {
        if let proof = try? wallet.sightingProof(tile: tile, day: IssuerDesk.day) { shown[tile] = proof }
      }
      let reopened = ArcWallet(outbox: DurableOutbox(disk), issuer: line)
      for tile in tiles {
        let proof = try #require(try reopened.sightingProof(tile: tile, day: IssuerDesk.day), "call \(call)")
        #expect(proof == shown[tile] ?? proof, "call \(call)")
      }
      if !misfortune.hasStruck {
        #expect(call > 5)
        return
      }
    }
    Issue.record("no run made fewer calls")
  }
}
