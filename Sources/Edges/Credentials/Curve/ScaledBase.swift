/// A point whose multiples come of a table: its own, or that of another point of which it is a known multiple.
struct ScaledBase: Sendable {
  private let base: FixedBase
  /// nil: the base itself.
  private let factor: Scalar?

  init(_ base: FixedBase, factor: Scalar? = nil) {
    self.base = base
    self.factor = factor
  }

  func times(_ scalar: Scalar, _ workspace: Workspace) -> Element {
    base.times(factor.map { $0.times(scalar, workspace) } ?? scalar, workspace)
  }
}
