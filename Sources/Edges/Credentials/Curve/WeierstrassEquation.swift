/// y² = x³ − 3x + b: the equation of P-256 (NIST FIPS 186-4 D.1.2.3).
enum WeierstrassEquation {
  static let a = -(FieldElement.one + .one + .one)
  static let b = FieldElement(
    reducing: (0x3bce_3c3e_27d2_604b, 0x651d_06b0_cc53_b0f6, 0xb3eb_bd55_7698_86bc, 0x5ac6_35d8_aa3a_93e7))

  /// What y² has to be.
  static func right(_ x: FieldElement) -> FieldElement { (x * x + a) * x + b }
}
