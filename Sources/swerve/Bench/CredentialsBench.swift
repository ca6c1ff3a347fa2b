import Credentials

extension Bench {
  /// Presentations and verifications against the plain multiplication that they are made of.
  static let credentials = Bench(
    name: "credentials", unit: "operation", events: 2_000, countedEvents: 20,
    subject: Workload("present, prepared") { events, _ in
      let context = Array("sighting".utf8)
      let state = PresentationState(
        credential: try issuedCredential(ServerKey.generate()), presentationContext: context,
        limit: PresentationState.maximumLimit
      ).preparedForManyPresentations()
      return { count in
        var state = state
        for _ in 0..<min(count, Int(PresentationState.maximumLimit)) { keep(try state.present().presentation.count) }
      }
    },
    reference: Workload("multiply a point", share: 1) { _, _ in
      let multiplications = try PlainMultiplications()
      return { count in multiplications.run(count) }
    },
    others: [
      // As a camera does it: a context of its own for every tile and day.
      Workload("present") { _, _ in
        let credential = try issuedCredential(ServerKey.generate())
        return { count in
          for number in 0..<count {
            var state = PresentationState(
              credential: credential, presentationContext: Array("sighting \(number)".utf8), limit: 1)
            keep(try state.present().presentation.count)
          }
        }
      },
      Workload("verify") { events, _ in
        let key = try ServerKey.generate()
        let (contexts, presentations) = try presentations(events, key)
        return { count in
          let verifier = Verifier(key, requestContext: requestContext)
          for number in 0..<count {
            let tag = try verifier.verify(
              presentations[number], presentationContext: contexts[number % contexts.count], nonce: 0, limit: 1)
            keep(tag)
          }
        }
      },
      Workload("issue, blind", share: 4) { _, _ in
        let key = try ServerKey.generate()
        return { count in for _ in 0..<count { keep(try issuedCredential(key)) } }
      },
      Workload("mint") { _, _ in
        let key = try ServerKey.generate()
        return { count in for _ in 0..<count { keep(try key.mint(requestContext: requestContext)) } }
      },
    ])

  private static let requestContext = Array("swerve credential".utf8)

  /// By the blind protocol, all three steps.
  private static func issuedCredential(_ key: ServerKey) throws -> Credential {
    let (secrets, request) = try Credential.request(requestContext: requestContext)
    return try Credential.finalize(
      secrets, publicKey: key.publicKey, request: request, response: try key.respond(to: request))
  }

  /// Of as many cameras, in 64 tiles.
  private static func presentations(_ count: Int, _ key: ServerKey) throws -> (contexts: [[UInt8]], [[UInt8]]) {
    let contexts = (0..<64).map { Array("sighting \($0)".utf8) }
    return (
      contexts,
      try (0..<count).map { number in
        var state = PresentationState(
          credential: try key.mint(requestContext: requestContext),
          presentationContext: contexts[number % contexts.count],
          limit: 1)
        return try state.present().presentation
      }
    )
  }
}
