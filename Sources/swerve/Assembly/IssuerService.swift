import Core
import Credentials
import EventCodec
import Foundation
import HTTPFront
import Issuer
import Ports
import Synchronization

/// The issuer's process: follows `personal.accounts`, answers cameras over HTTP.
final class IssuerService: Sendable {
  /// A request in hexadecimal, with the rest of the body around it, is below 1 KiB.
  static let maximumBodyBytes = 4_096

  /// The machine and its store are confined to one actor: they block on the disk for a few milliseconds.
  private actor Desk {
    private let machine: IssuerMachine
    private let issuing: ArcIssuing

    init(secret: IssuerSecret, storePath: String, anyDay: Bool) throws {
      issuing = ArcIssuing(secret)
      machine = IssuerMachine(
        issuing: issuing, signatures: DeviceSignatures(), store: try SpoolOutbox(path: storePath), anyDay: anyDay)
    }

    func forget() { machine.forget() }

    func absorb(_ events: [AccountEvent]) { for event in events { machine.absorb(event) } }

    func publicKey(day: Int32) throws -> [UInt8] { try issuing.publicKey(day: day) }

    func issue(_ question: Question, now: Timestamp) throws(IssuerMachine.Refusal) -> [UInt8] {
      try machine.issue(
        vehicle: question.vehicle, day: question.day, request: question.request, signature: question.signature, now: now
      )
    }
  }

  struct Question: Sendable {
    var vehicle: RecordID
    var day: Int32
    var request: [UInt8]
    var signature: [UInt8]
  }

  /// The body of `POST /v1/credentials`; bytes in hexadecimal.
  struct QuestionBody: Codable {
    var vehicle_id: String
    var day: Int32
    var request: String
    var signature: String
  }

  struct AnswerBody: Codable {
    var public_key: String
    var response: String
  }

  private let desk: Desk
  private let clock: any WallClock
  private let caughtUp = Atomic(false)
  let issued = Atomic<Int>(0)

  init(secret: IssuerSecret, storePath: String, clock: any WallClock, anyDay: Bool = false) throws {
    desk = try Desk(secret: secret, storePath: storePath, anyDay: anyDay)
    self.clock = clock
  }

  var isReady: Bool { caughtUp.load(ordering: .acquiring) }

  /// Follows the account events from the beginning of their log.
  func run(log: any RecordLog, until signal: StageThread.Signal) throws {
    while !signal.isStopped {
      do {
        try follow(log, until: signal)
      } catch let error as LogError where error.kind == .unavailable || error.kind == .timedOut {
        Console.note("issuer: \(error.operation): \(error.reason); trying again")
      }
    }
  }

  private func follow(_ log: any RecordLog, until signal: StageThread.Signal) throws {
    // From the beginning: what was consented to and withdrawn since is folded again, with nobody known until then.
    forget()
    let reader = try log.reader(topics: [Topology.Topic.accounts], from: .beginning)
    defer { reader.close() }
    var batch = RecordBatch()
    while !signal.isStopped {
      var events: [AccountEvent] = []
      _ = try AccountLog.read(reader, into: &batch, wait: Stages.turn) { events.append($0) }
      if !events.isEmpty { hand(events) }
      if batch.isEmpty { caughtUp.store(true, ordering: .releasing) }
    }
  }

  private func forget() { wait { await $0.forget() } }

  /// In order, and taken before the next are read.
  private func hand(_ events: [AccountEvent]) { wait { await $0.absorb(events) } }

  private func wait(for work: @escaping @Sendable (Desk) async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task { [desk] in
      await work(desk)
      done.signal()
    }
    done.wait()
  }

  func issue(_ question: Question) async throws -> (publicKey: [UInt8], response: [UInt8]) {
    let response = try await desk.issue(question, now: clock.now())
    issued.add(1, ordering: .relaxed)
    return (try await desk.publicKey(day: question.day), response)
  }

  func addRoutes(to router: inout Router) {
    router.get("/v1/issuer/keys/{day}") { [self] request in
      guard let day = Int32(request.parameters["day"]), abs(Int64(day) - clock.now().milliseconds / 86_400_000) <= 366
      else {
        throw ProblemDetails(
          .notFound, detail: "A day is a number of whole days since 1970-01-01, within a year of today.")
      }
      let key = Hexadecimal.encode(try await desk.publicKey(day: day))
      return try Response.json(["day": String(day), "public_key": key])
    }
    router.post("/v1/credentials", bodyLimit: Self.maximumBodyBytes) { [self] request in
      let body = Data(try await request.body.collect(upTo: Self.maximumBodyBytes))
      guard let asked = try? JSONDecoder().decode(QuestionBody.self, from: body),
        let vehicle = Hexadecimal.decode(asked.vehicle_id).flatMap({ RecordID(bytes: $0) }),
        let blinded = Hexadecimal.decode(asked.request), let signature = Hexadecimal.decode(asked.signature)
      else {
        throw ProblemDetails(
          .badRequest, detail: "The body is JSON with vehicle_id, day, request and signature; bytes in hexadecimal.")
      }
      do {
        let answer = try await issue(
          Question(vehicle: vehicle, day: asked.day, request: blinded, signature: signature))
        return try Response.json(
          AnswerBody(
            public_key: Hexadecimal.encode(answer.publicKey), response: Hexadecimal.encode(answer.response)))
      } catch let refusal as IssuerMachine.Refusal {
        throw Self.problem(refusal)
      }
    }
  }

  private static func problem(_ refusal: IssuerMachine.Refusal) -> ProblemDetails {
    switch refusal {
    case .unknownDevice: ProblemDetails(.unauthorized, detail: "No paired device signed this request.")
    case .noConsent: ProblemDetails(.forbidden, detail: "There is no live consent to the hazard network.")
    case .day: ProblemDetails(.badRequest, detail: "Credentials are given for yesterday, today and tomorrow.")
    case .alreadyIssued: ProblemDetails(.conflict, detail: "Another request of this day has been answered.")
    case .malformed: ProblemDetails(.badRequest, detail: "The credential request does not hold.")
    case .unavailable: ProblemDetails(.serviceUnavailable, detail: "The issuer's store does not answer; try again.")
    }
  }
}
