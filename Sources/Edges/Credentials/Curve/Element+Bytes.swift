internal import COpenSSL

extension Element {
  /// Octets of a compressed point (SEC 1, 2.3.3): 2 or 3 by the parity of y, then x, big endian.
  static let byteCount = 33

  /// nil unless the bytes are the one compressed encoding of a point other than the identity.
  convenience init?(compressed bytes: some RandomAccessCollection<UInt8>, _ workspace: Workspace) {
    guard bytes.count == Self.byteCount, let sign = bytes.first, sign == 2 || sign == 3,
      let x = FieldElement(canonical: bytes.dropFirst()), let root = WeierstrassEquation.right(x).squareRoot()
    else { return nil }
    let y = FieldElement.select(root.isOdd == (sign == 3), root, -root)
    self.init(x: Array(bytes.dropFirst()), y: y.bytes, workspace)
  }

  /// The compressed encodings, for the price of one inversion for all; nil if one is the identity, which has none.
  static func encode(_ elements: [Element], _ workspace: Workspace) -> [[UInt8]]? {
    var xs: [FieldElement] = []
    var ys: [FieldElement] = []
    var inverses: [FieldElement] = []
    for element in elements {
      guard !element.isIdentity else { return nil }
      unsafe require(
        EC_POINT_get_Jprojective_coordinates_GFp(
          Curve.shared.group, element.point, workspace.x, workspace.y, workspace.z, workspace.context),
        "EC_POINT_get_Jprojective_coordinates_GFp")
      unsafe xs.append(coordinate(workspace.x))
      unsafe ys.append(coordinate(workspace.y))
      unsafe inverses.append(coordinate(workspace.z))
    }
    FieldElement.invert(&inverses)
    return elements.indices.map { index in
      let square = inverses[index] * inverses[index]
      let y = ys[index] * square * inverses[index]
      return [y.isOdd ? 3 : 2] + (xs[index] * square).bytes
    }
  }

  /// The encoding of one element; nil for the identity.
  func compressed(_ workspace: Workspace) -> [UInt8]? { Element.encode([self], workspace)?.first }

  private static func coordinate(_ number: OpaquePointer) -> FieldElement {
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4) { limbs in
      let bytes = UnsafeMutableRawBufferPointer(limbs)
      let written = unsafe BN_bn2lebinpad(number, bytes.baseAddress, Int32(bytes.count))
      precondition(written == FieldElement.byteCount, "BN_bn2lebinpad")
      return unsafe FieldElement(
        reducing: (
          UInt64(littleEndian: limbs[0]), UInt64(littleEndian: limbs[1]), UInt64(littleEndian: limbs[2]),
          UInt64(littleEndian: limbs[3])
        ))
    }
  }
}
