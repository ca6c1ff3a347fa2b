extension LinearStatement {
  /// CredentialRequest proof: secrets m1, m2, r1, r2.
  static func request(m1: EncodedElement, m2: EncodedElement) -> LinearStatement {
    LinearStatement(
      label: "CredentialRequest", elements: [m1, m2],
      constraints: [
        Constraint(result: 2, terms: [Term(secret: 0, element: g), Term(secret: 2, element: h)]),
        Constraint(result: 3, terms: [Term(secret: 1, element: g), Term(secret: 3, element: h)]),
      ])
  }

  /// CredentialResponse proof: secrets x0, x1, x2, x0Blinding, b, t1 = b·x1, t2 = b·x2.
  static func response(
    m1: EncodedElement, m2: EncodedElement, key: [EncodedElement], response: [EncodedElement]
  ) -> LinearStatement {
    let (x0, x1, x2, x0Blinding, b, t1, t2) = (0, 1, 2, 3, 4, 5, 6)
    let (m1Place, m2Place, uPlace, uPrimePlace, key0, key1, key2) = (2, 3, 4, 5, 6, 7, 8)
    let (aux0, aux1, aux2, auxH) = (9, 10, 11, 12)
    return LinearStatement(
      label: "CredentialResponse",
      elements: [m1, m2] + response.prefix(2) + key + response.dropFirst(2),
      constraints: [
        Constraint(result: key0, terms: [Term(secret: x0, element: g), Term(secret: x0Blinding, element: h)]),
        Constraint(result: key1, terms: [Term(secret: x1, element: h)]),
        Constraint(result: key2, terms: [Term(secret: x2, element: h)]),
        Constraint(result: auxH, terms: [Term(secret: b, element: h)]),
        Constraint(result: aux0, terms: [Term(secret: x0Blinding, element: auxH)]),
        Constraint(result: aux1, terms: [Term(secret: t1, element: h)]),
        Constraint(result: aux1, terms: [Term(secret: b, element: key1)]),
        Constraint(result: aux2, terms: [Term(secret: b, element: key2)]),
        Constraint(result: aux2, terms: [Term(secret: t2, element: h)]),
        Constraint(result: uPlace, terms: [Term(secret: b, element: g)]),
        Constraint(
          result: uPrimePlace,
          terms: [
            Term(secret: b, element: key0), Term(secret: t1, element: m1Place), Term(secret: t2, element: m2Place),
          ]),
      ])
  }
}
