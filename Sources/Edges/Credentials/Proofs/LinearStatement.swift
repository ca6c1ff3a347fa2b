/// What the two proofs of issuance say: that certain points are sums of known points times secret numbers
/// (the draft's Schnorr compiler).
struct LinearStatement {
  /// A secret by its place among the secrets, times an element by its place among the elements.
  struct Term {
    let secret: Int
    let element: Int
  }

  /// elements[result] = the sum of the terms.
  struct Constraint {
    let result: Int
    let terms: [Term]
  }

  /// Places of the generators in `elements`.
  static let g = 0, h = 1

  let label: String
  /// G, H, then the statement's own in the draft's order.
  let elements: [EncodedElement]
  let constraints: [Constraint]

  init(label: String, elements: [EncodedElement], constraints: [Constraint]) {
    self.label = label
    self.elements = [.g, .h] + elements
    self.constraints = constraints
  }

  func prove(
    _ secrets: [Scalar], _ source: inout some RandomSource, _ workspace: Workspace
  ) throws(CredentialError) -> SchnorrProof? {
    var blindings: [Scalar] = []
    for _ in secrets { blindings.append(try Scalar.random(&source)) }
    let sums = constraints.map { sum($0.terms, blindings, workspace) }
    guard let blinded = Element.encode(sums, workspace) else { return nil }
    let challenge = SchnorrProof.challenge(elements.map(\.bytes), blinded: blinded, label: label, workspace)
    return SchnorrProof(challenge: challenge, secrets: secrets, blindings: blindings, workspace)
  }

  func holds(_ proof: SchnorrProof, _ workspace: Workspace) -> Bool {
    let sums = constraints.map { constraint in
      sum(constraint.terms, proof.responses, workspace)
        .plus(elements[constraint.result].element.times(proof.challenge, workspace), workspace)
    }
    guard let blinded = Element.encode(sums, workspace) else { return false }
    return proof.answers(
      SchnorrProof.challenge(elements.map(\.bytes), blinded: blinded, label: label, workspace))
  }

  private func sum(_ terms: [Term], _ scalars: [Scalar], _ workspace: Workspace) -> Element {
    let products = terms.map { term in
      let scalar = scalars[term.secret]
      return switch term.element {
      case Self.g: FixedBase.g.times(scalar, workspace)
      case Self.h: FixedBase.h.times(scalar, workspace)
      default: elements[term.element].element.times(scalar, workspace)
      }
    }
    return products.dropFirst().reduce(products[0]) { $0.plus($1, workspace) }
  }
}
