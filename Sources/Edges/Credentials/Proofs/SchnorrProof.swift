/// A compact proof of knowledge (the draft's ZKProof): the challenge, then a response for each secret.
struct SchnorrProof {
  let challenge: Scalar
  let responses: [Scalar]

  var bytes: [UInt8] { challenge.bytes + responses.flatMap(\.bytes) }

  /// The draft's ComposeChallenge: each encoding with its length before it, elements first, hashed to a scalar.
  static func challenge(
    _ elements: [[UInt8]], blinded: [[UInt8]], label: String, _ workspace: Workspace
  ) -> Scalar {
    var transcript: [UInt8] = []
    transcript.reserveCapacity((elements.count + blinded.count) * (2 + Element.byteCount))
    for encoding in elements + blinded {
      transcript += [UInt8(encoding.count >> 8), UInt8(encoding.count & 0xff)]
      transcript += encoding
    }
    return HashToGroup.scalar(transcript, info: HashToGroup.suite + label, workspace)
  }

  /// Answers the challenge for secrets that were blinded.
  init(challenge: Scalar, secrets: [Scalar], blindings: [Scalar], _ workspace: Workspace) {
    self.challenge = challenge
    responses = zip(secrets, blindings).map { $1 - challenge.times($0, workspace) }
  }

  init(challenge: Scalar, responses: [Scalar]) {
    self.challenge = challenge
    self.responses = responses
  }

  /// Both are public by now: they stand in the proof.
  func answers(_ expected: Scalar) -> Bool { challenge.bytes == expected.bytes }
}
