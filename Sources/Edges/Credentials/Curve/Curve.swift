internal import COpenSSL

/// P-256 (NIST FIPS 186-4 D.1.2.3) as OpenSSL has it: constant-time assembly where the processor has one.
///
/// Made once for the process. Every function used on it takes a pointer to const and reads only.
@safe final class Curve: Sendable {
  static let shared = Curve()

  // Written here only; OpenSSL's functions take both as const and the curve has no lazily filled part.
  nonisolated(unsafe) let group: OpaquePointer
  nonisolated(unsafe) let order: OpaquePointer
  /// For products modulo the order; owned by the group.
  nonisolated(unsafe) let orderReduction: OpaquePointer

  private init() {
    guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1),
      let order = unsafe EC_GROUP_get0_order(group), let reduction = unsafe EC_GROUP_get_mont_data(group)
    else { preconditionFailure("OpenSSL without P-256") }
    unsafe self.group = group
    unsafe self.order = order
    unsafe orderReduction = reduction
  }

  deinit { unsafe EC_GROUP_free(group) }
}

/// For calls that OpenSSL can refuse only when there is no memory left, or for arguments that this module has checked.
func require(_ result: Int32, _ function: StaticString) {
  precondition(result == 1, "\(function)")
}
