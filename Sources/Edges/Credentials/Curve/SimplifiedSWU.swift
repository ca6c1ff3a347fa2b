/// A field element to a point: simplified Shallue–van de Woestijne–Ulas (RFC 9380, 6.6.2 and F.2), Z = −10.
enum SimplifiedSWU {
  private static let z = -FieldElement(reducing: (10, 0, 0, 0))
  /// √−Z, for the root of what is not a square.
  private static let rootOfMinusZ: FieldElement = {
    guard let root = (-z).squareRoot() else { preconditionFailure("10 is a square modulo p") }
    return root
  }()

  static func element(_ u: FieldElement, _ workspace: Workspace) -> Element {
    let (x, y) = coordinates(u)
    guard let element = Element(x: x.bytes, y: y.bytes, workspace) else { preconditionFailure("the map is total") }
    return element
  }

  static func coordinates(_ u: FieldElement) -> (x: FieldElement, y: FieldElement) {
    let (a, b) = (WeierstrassEquation.a, WeierstrassEquation.b)
    let zu = z * u * u
    let sum = zu * zu + zu
    let numerator = b * (sum + .one)
    let denominator = a * FieldElement.select(sum == .zero, z, -sum)
    let denominatorSquared = denominator * denominator
    let cube = denominatorSquared * denominator
    let value = (numerator * numerator + a * denominatorSquared) * numerator + b * cube
    let (isSquare, root) = squareRootOfRatio(value, cube)
    let x = FieldElement.select(isSquare, numerator, zu * numerator)
    let y = FieldElement.select(isSquare, root, zu * u * root)
    return (x * denominator.inverse(), FieldElement.select(u.isOdd == y.isOdd, y, -y))
  }

  /// √(u/v), or √(Z·u/v) where u/v is not a square (RFC 9380, F.2.1.2, for p ≡ 3 modulo 4).
  private static func squareRootOfRatio(_ u: FieldElement, _ v: FieldElement) -> (Bool, FieldElement) {
    let product = u * v
    let root = (v * v * product).quarterPower() * product
    let isSquare = root * root * v == u
    return (isSquare, FieldElement.select(isSquare, root, root * rootOfMinusZ))
  }
}
