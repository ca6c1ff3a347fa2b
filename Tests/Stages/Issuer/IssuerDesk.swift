import Core
import Credentials
import Issuer
import Ports

@testable import swerve

/// An issuer with its store, and a paired camera that asks it.
final class IssuerDesk {
  static let day: Int32 = 20_454
  static let noon = Timestamp(milliseconds: Int64(day) * 86_400_000 + 43_200_000)
  static let account = RecordID(high: 1, low: 2)
  static let vehicle = RecordID(high: 3, low: 4)
  static let driverKey = RecordID(high: 5, low: 6)

  let secret: IssuerSecret
  let device: DeviceKey
  let disk = CameraDisk()
  var anyDay = false
  private(set) var machine: IssuerMachine

  init(consent: Bool = true, anyDay: Bool = false) throws {
    secret = try IssuerSecret.generate()
    device = try DeviceKey.generate()
    self.anyDay = anyDay
    machine = Self.machine(secret, disk, anyDay)
    machine.absorb(
      event(.paired(vehicleID: Self.vehicle, devicePublicKey: device.publicKey, driverKeyID: Self.driverKey)))
    if consent { machine.absorb(granted) }
  }

  private static func machine(
    _ secret: IssuerSecret, _ disk: CameraDisk, _ anyDay: Bool, _ misfortune: Misfortune? = nil
  )
    -> IssuerMachine
  {
    IssuerMachine(
      issuing: ArcIssuing(secret), signatures: DeviceSignatures(), store: DurableOutbox(disk, misfortune),
      anyDay: anyDay)
  }

  /// Another process on the same store and the same account events.
  func restart(_ misfortune: Misfortune? = nil) {
    machine = Self.machine(secret, disk, anyDay, misfortune)
    machine.absorb(
      event(.paired(vehicleID: Self.vehicle, devicePublicKey: device.publicKey, driverKeyID: Self.driverKey)))
    machine.absorb(granted)
  }

  func event(_ content: AccountEvent.Content, account: RecordID = account) -> AccountEvent {
    AccountEvent(accountID: account, time: Self.noon, content: content)
  }

  var granted: AccountEvent { event(Self.grant()) }

  static func grant(_ scope: ConsentScope = .hazardNetwork) -> AccountEvent.Content {
    .consentGranted(scope: scope, textVersion: "1", vehicleID: vehicle)
  }

  /// A blind request of the day, with what makes a credential of its answer.
  struct Asked {
    var day: Int32
    var secrets: ClientSecrets
    var request: [UInt8]
  }

  static func request(day: Int32 = day) throws -> Asked {
    let (secrets, request) = try Credential.request(requestContext: Proof.credentialContext(day: day))
    return Asked(day: day, secrets: secrets, request: request)
  }

  func sign(_ asked: Asked, with key: DeviceKey? = nil) -> [UInt8] {
    (key ?? device).sign(IssuerMachine.signedBytes(vehicle: Self.vehicle, day: asked.day, request: asked.request))
  }

  @discardableResult
  func issue(_ asked: Asked, signature: [UInt8]? = nil, now: Timestamp = noon) throws(IssuerMachine.Refusal) -> [UInt8]
  {
    try machine.issue(
      vehicle: Self.vehicle, day: asked.day, request: asked.request, signature: signature ?? sign(asked), now: now)
  }

  /// Whether the answer makes a credential whose presentation Admission takes.
  func isGood(_ response: [UInt8], to asked: Asked) throws -> Bool {
    let credential = try Credential.finalize(
      asked.secrets, publicKey: secret.serverKey(day: asked.day).publicKey, request: asked.request, response: response)
    let tile = Tile(containing: Places.street)
    var state = PresentationState(
      credential: credential, presentationContext: Proof.sightingContext(tile: tile, day: asked.day), limit: 1)
    let proof = Proof(suite: .arcV1P256, presentation: try state.present().presentation, nonce: 0, day: asked.day)
    return (try? ArcProofVerifier(secret).cameraOfSighting(proof, tile: tile)) != nil
  }
}
