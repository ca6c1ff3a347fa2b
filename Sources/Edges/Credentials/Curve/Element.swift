internal import COpenSSL

/// A point of P-256. Never changed once made, so it may cross threads; cleared when freed.
@safe final class Element: Sendable {
  // Owned; written before `init` returns and only read afterwards (const EC_POINT * in every call).
  nonisolated(unsafe) let point: OpaquePointer

  private init(fill: (OpaquePointer) -> Void) {
    guard let point = unsafe EC_POINT_new(Curve.shared.group) else { preconditionFailure("no memory") }
    unsafe fill(point)
    unsafe self.point = point
  }

  deinit { unsafe EC_POINT_clear_free(point) }

  /// nil unless OpenSSL finds the coordinates on the curve.
  convenience init?(x: [UInt8], y: [UInt8], _ workspace: Workspace) {
    precondition(x.count == FieldElement.byteCount && y.count == FieldElement.byteCount)
    unsafe precondition(BN_bin2bn(x, Int32(x.count), workspace.x) != nil, "BN_bin2bn")
    unsafe precondition(BN_bin2bn(y, Int32(y.count), workspace.y) != nil, "BN_bin2bn")
    var onCurve = false
    unsafe self.init { point in
      onCurve =
        unsafe EC_POINT_set_affine_coordinates(
          Curve.shared.group, point, workspace.x, workspace.y, workspace.context) == 1
    }
    guard onCurve else {
      ERR_clear_error()
      return nil
    }
  }

  static var generator: Element {
    guard let generator = unsafe EC_GROUP_get0_generator(Curve.shared.group) else { preconditionFailure("P-256") }
    return unsafe Element { unsafe require(EC_POINT_copy($0, generator), "EC_POINT_copy") }
  }

  var isIdentity: Bool { unsafe EC_POINT_is_at_infinity(Curve.shared.group, point) == 1 }

  func plus(_ other: Element, _ workspace: Workspace) -> Element {
    unsafe Element { sum in
      unsafe require(EC_POINT_add(Curve.shared.group, sum, point, other.point, workspace.context), "EC_POINT_add")
    }
  }

  func negated(_ workspace: Workspace) -> Element {
    unsafe Element { result in
      unsafe require(EC_POINT_copy(result, point), "EC_POINT_copy")
      unsafe require(EC_POINT_invert(Curve.shared.group, result, workspace.context), "EC_POINT_invert")
    }
  }

  func minus(_ other: Element, _ workspace: Workspace) -> Element { plus(other.negated(workspace), workspace) }

  /// scalar · self + generator · G, in constant time; 50 µs, 8 more with the generator.
  func times(_ scalar: Scalar, generator: Scalar? = nil, _ workspace: Workspace) -> Element {
    unsafe Element { result in
      unsafe require(
        EC_POINT_mul(
          Curve.shared.group, result, generator?.number, point, scalar.number, workspace.context), "EC_POINT_mul")
    }
  }

  /// left · first + right · second, in constant time: OpenSSL's assembly shares the doublings, 66 µs instead of 100.
  static func sum(
    _ left: Scalar, _ first: Element, _ right: Scalar, _ second: Element, _ workspace: Workspace
  ) -> Element {
    unsafe Element { result in
      var points: [OpaquePointer?] = unsafe [first.point, second.point]
      var scalars: [OpaquePointer?] = unsafe [left.number, right.number]
      unsafe require(
        EC_POINTs_mul(Curve.shared.group, result, nil, 2, &points, &scalars, workspace.context), "EC_POINTs_mul")
      withExtendedLifetime((first, second, left, right)) {}
    }
  }

  /// scalar · self by doubling and adding: for a small public scalar only, its bits show in the time.
  func timesPublic(_ scalar: UInt64, _ workspace: Workspace) -> Element {
    let group = unsafe Curve.shared.group
    return unsafe Element { result in
      unsafe require(EC_POINT_set_to_infinity(group, result), "EC_POINT_set_to_infinity")
      for bit in (0..<(UInt64.bitWidth - scalar.leadingZeroBitCount)).reversed() {
        unsafe require(EC_POINT_dbl(group, result, result, workspace.context), "EC_POINT_dbl")
        guard scalar >> UInt64(bit) & 1 == 1 else { continue }
        unsafe require(EC_POINT_add(group, result, result, point, workspace.context), "EC_POINT_add")
      }
    }
  }

  /// A point made by a fixed-base table.
  static func fixed(group: OpaquePointer, _ scalar: Scalar, _ workspace: Workspace) -> Element {
    unsafe Element { result in
      unsafe require(EC_POINT_mul(group, result, scalar.number, nil, nil, workspace.context), "EC_POINT_mul")
    }
  }
}
