public import Core
public import Ports

/// One value of a view's row.
public enum ViewCell: Hashable, Sendable {
  case null
  case id(RecordID)
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])
  case time(Timestamp)
  case boolean(Bool)
}

extension RowColumn.Values {
  public subscript(row: Int) -> ViewCell {
    switch self {
    case .ids(let values): values[row].map(ViewCell.id) ?? .null
    case .integers(let values): values[row].map(ViewCell.integer) ?? .null
    case .reals(let values): values[row].map(ViewCell.real) ?? .null
    case .texts(let values): values[row].map(ViewCell.text) ?? .null
    case .bytes(let values): values[row].map(ViewCell.bytes) ?? .null
    case .times(let values): values[row].map(ViewCell.time) ?? .null
    case .booleans(let values): values[row].map(ViewCell.boolean) ?? .null
    }
  }
}

extension ViewCell {
  /// The old value and a new one, as `RowColumn.Merge` says; nil: the sum is outside the range.
  func merged(with new: ViewCell, _ merge: RowColumn.Merge) -> ViewCell? {
    switch merge {
    case .key, .replace: new
    case .replaceIfKnown: new == .null ? self : new
    case .keepIfKnown: self == .null ? new : self
    case .add: sum(with: new)
    case .least: self == .null || new != .null && new.isBefore(self) ? new : self
    case .greatest: self == .null || new != .null && isBefore(new) ? new : self
    }
  }

  private func sum(with new: ViewCell) -> ViewCell? {
    switch (self, new) {
    case (.null, _): return new
    case (_, .null): return self
    case (.integer(let left), .integer(let right)):
      let (sum, isOver) = left.addingReportingOverflow(right)
      return isOver ? nil : .integer(sum)
    case (.real(let left), .real(let right)): return .real(left + right)
    default: preconditionFailure("only numbers are added")
    }
  }

  /// As a database orders: text by its bytes, not-a-number after every number.
  private func isBefore(_ other: ViewCell) -> Bool {
    switch (self, other) {
    case (.id(let left), .id(let right)): left < right
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right || !left.isNaN && right.isNaN
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
    case (.time(let left), .time(let right)): left < right
    case (.boolean(let left), .boolean(let right)): !left && right
    default: preconditionFailure("two values of one column have one type")
    }
  }
}
