internal import COpenSSL

/// A number modulo the order of P-256, secret unless said otherwise: constant-time where OpenSSL has such a function,
/// cleared when freed. Never changed once made, so it may cross threads.
@safe final class Scalar: Sendable {
  static let byteCount = 32

  private static let orderMinusTwo = -Scalar(2)

  // Owned; written before `init` returns and only read afterwards (const BIGNUM * in every call).
  nonisolated(unsafe) let number: OpaquePointer

  private init(fill: (OpaquePointer) -> Void) {
    guard let number = unsafe BN_new() else { preconditionFailure("no memory") }
    unsafe BN_set_flags(number, BN_FLG_CONSTTIME)
    unsafe fill(number)
    unsafe self.number = number
  }

  deinit { unsafe BN_clear_free(number) }

  /// nil unless the 32 bytes, big endian, are below the order.
  convenience init?(canonical bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    unsafe self.init { number in unsafe Self.read(Array(bytes), into: number) }
    guard unsafe BN_cmp(number, Curve.shared.order) < 0 else { return nil }
  }

  convenience init(_ value: UInt64) {
    unsafe self.init { number in unsafe require(BN_set_word(number, UInt(value)), "BN_set_word") }
  }

  /// Reduces any number of bytes, big endian.
  convenience init(reducing bytes: [UInt8], _ workspace: Workspace) {
    unsafe self.init { number in
      unsafe Self.read(bytes, into: number)
      unsafe require(BN_nnmod(number, number, Curve.shared.order, workspace.context), "BN_nnmod")
    }
  }

  var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      unsafe count = Int(BN_bn2binpad(number, buffer.baseAddress, Int32(Self.byteCount)))
    }
  }

  var isZero: Bool { unsafe BN_is_zero(number) == 1 }

  static func + (left: Scalar, right: Scalar) -> Scalar {
    unsafe Scalar {
      unsafe require(BN_mod_add_quick($0, left.number, right.number, Curve.shared.order), "BN_mod_add_quick")
    }
  }

  static func - (left: Scalar, right: Scalar) -> Scalar {
    unsafe Scalar {
      unsafe require(BN_mod_sub_quick($0, left.number, right.number, Curve.shared.order), "BN_mod_sub_quick")
    }
  }

  static prefix func - (scalar: Scalar) -> Scalar { Scalar(0) - scalar }

  func times(_ other: Scalar, _ workspace: Workspace) -> Scalar {
    unsafe Scalar { result in
      let curve = Curve.shared
      unsafe require(
        BN_to_montgomery(result, number, curve.orderReduction, workspace.context), "BN_to_montgomery")
      unsafe require(
        BN_mod_mul_montgomery(result, result, other.number, curve.orderReduction, workspace.context),
        "BN_mod_mul_montgomery")
    }
  }

  /// nil for zero. By Fermat's theorem, in constant time and a fifth faster than `BN_mod_inverse` is then.
  func inverse(_ workspace: Workspace) -> Scalar? {
    guard !isZero else { return nil }
    return unsafe Scalar { result in
      let curve = Curve.shared
      unsafe require(
        BN_mod_exp_mont_consttime(
          result, number, Self.orderMinusTwo.number, curve.order, workspace.context, curve.orderReduction),
        "BN_mod_exp_mont_consttime")
    }
  }

  private static func read(_ bytes: [UInt8], into number: OpaquePointer) {
    unsafe precondition(BN_bin2bn(bytes, Int32(bytes.count), number) != nil, "BN_bin2bn")
  }
}
