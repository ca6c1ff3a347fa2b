public import Core
public import Ports

/// A camera's credentials and the presentations it has made of them, in its outbox.
///
/// A presentation is stored before it is first sent, and the stored one is sent again: two of one context would have
/// one tag and different bytes, and show that they come from one camera that forgot.
public final class ArcWallet: CredentialWallet {
  /// Days whose credentials and presentations are kept.
  static let daysKept = 3

  private let outbox: any Outbox
  private let issuer: any CredentialIssuer
  /// Of the day used last.
  private var credential: (day: Int32, value: Credential)?
  /// The context of the exposures of that day.
  private var exposures: (day: Int32, state: PresentationState)?

  public init(outbox: any Outbox, issuer: any CredentialIssuer) {
    self.outbox = outbox
    self.issuer = issuer
  }

  public func sightingProof(tile: Tile, day: Int32) throws(IdentityFault) -> Proof? {
    var presentations = try stored(Self.presentationsKey(day)) ?? []
    if let known = Self.find(tile, in: presentations) { return proof(known, day: day) }
    guard let credential = try credential(of: day) else { return nil }
    do {
      var state = PresentationState(
        credential: credential, presentationContext: Proof.sightingContext(tile: tile, day: day), limit: 1)
      let presentation = try state.present().presentation
      presentations += tile.keyBytes + presentation
      try store(Self.presentationsKey(day), presentations)
      return proof(presentation, day: day)
    } catch let fault as IdentityFault {
      throw fault
    } catch {
      throw .unavailable("a presentation (\(error))")
    }
  }

  public func exposureProof(day: Int32, nonce: UInt64) throws(IdentityFault) -> Proof? {
    guard nonce < Proof.exposureLimit else { throw .limitReached }
    if exposures?.day != day {
      guard let credential = try credential(of: day) else { return nil }
      let state = PresentationState(
        credential: credential, presentationContext: Proof.exposureContext(day: day), limit: Proof.exposureLimit)
      exposures = (day, state)
    }
    do {
      guard let presentation = try exposures?.state.presentation(nonce: nonce) else { return nil }
      return Proof(suite: .arcV1P256, presentation: presentation, nonce: nonce, day: day)
    } catch {
      throw .unavailable("a presentation (\(error))")
    }
  }

  private func proof(_ presentation: [UInt8], day: Int32) -> Proof {
    Proof(suite: .arcV1P256, presentation: presentation, nonce: 0, day: day)
  }

  // MARK: Credentials

  private func credential(of day: Int32) throws(IdentityFault) -> Credential? {
    if let credential, credential.day == day { return credential.value }
    if let bytes = try stored(Self.credentialKey(day)), let value = try? Credential(serialized: bytes) {
      return remember(value, day)
    }
    guard let value = try request(day) else { return nil }
    // In this order: after a crash between the two the request is there to be answered again.
    try store(Self.credentialKey(day), value.serialized)
    try store(Self.requestKey(day), nil)
    try forget(before: day)
    return remember(value, day)
  }

  private func remember(_ value: Credential, _ day: Int32) -> Credential {
    credential = (day, value)
    return value
  }

  /// The request and its secrets are stored first: the issuer answers a camera once a day, and the same request again.
  private func request(_ day: Int32) throws(IdentityFault) -> Credential? {
    do {
      let secrets: ClientSecrets
      let request: [UInt8]
      if let pending = try stored(Self.requestKey(day)), pending.count > ClientSecrets.byteCount {
        secrets = try ClientSecrets(serialized: Array(pending.prefix(ClientSecrets.byteCount)))
        request = Array(pending.dropFirst(ClientSecrets.byteCount))
      } else {
        (secrets, request) = try Credential.request(requestContext: Proof.credentialContext(day: day))
        try store(Self.requestKey(day), secrets.serialized + request)
      }
      guard let answer = try issuer.issue(day: day, request: request) else { return nil }
      let publicKey = try ServerPublicKey(serialized: answer.publicKey)
      return try Credential.finalize(secrets, publicKey: publicKey, request: request, response: answer.response)
    } catch let fault as IdentityFault {
      throw fault
    } catch {
      throw .unavailable("a credential (\(error))")
    }
  }

  private func forget(before day: Int32) throws(IdentityFault) {
    let (oldest, overflow) = day.subtractingReportingOverflow(Int32(Self.daysKept))
    guard !overflow else { return }
    for old in [oldest, oldest &- 1, oldest &- 2] {
      try store(Self.credentialKey(old), nil)
      try store(Self.presentationsKey(old), nil)
      try store(Self.requestKey(old), nil)
    }
  }

  // MARK: Storage

  private static func find(_ tile: Tile, in presentations: [UInt8]) -> [UInt8]? {
    let width = 8 + PresentationState.presentationByteCount
    let key = tile.keyBytes
    for start in stride(from: 0, to: presentations.count - width + 1, by: width)
    where Array(presentations[start..<start + 8]) == key {
      return Array(presentations[start + 8..<start + width])
    }
    return nil
  }

  private static func credentialKey(_ day: Int32) -> [UInt8] { Array("credential \(day)".utf8) }
  private static func presentationsKey(_ day: Int32) -> [UInt8] { Array("presentations \(day)".utf8) }
  private static func requestKey(_ day: Int32) -> [UInt8] { Array("credential request \(day)".utf8) }

  private func stored(_ key: [UInt8]) throws(IdentityFault) -> [UInt8]? {
    do { return try outbox.value(key) } catch { throw .unavailable("the outbox (\(error.reason))") }
  }

  private func store(_ key: [UInt8], _ value: [UInt8]?) throws(IdentityFault) {
    do { try outbox.setValue(key, value) } catch { throw .unavailable("the outbox (\(error.reason))") }
  }
}
