/// Which columns a CSV has, by name.
public struct CSVHeader {
  private var columns: [String: Int] = [:]
  public let count: Int

  public init(_ line: ArraySlice<UInt8>) {
    let names = CSVRow.fields(of: line)
    count = names.count
    for (index, name) in names.enumerated() where columns[name] == nil { columns[name] = index }
  }

  public func column(_ name: String) throws(LineFault) -> CSVColumn {
    guard let index = columns[name] else {
      throw LineFault(
        field: name, reason: "the header has no such column", hint: "use the file as its source publishes it")
    }
    return CSVColumn(name: name, index: index)
  }
}

public struct CSVColumn {
  public let name: String
  let index: Int
}

/// One row of a CSV (RFC 4180; a quoted field may hold commas, not line ends).
public struct CSVRow {
  private let fields: [String]

  public init(_ line: ArraySlice<UInt8>, header: CSVHeader) throws(LineFault) {
    fields = Self.fields(of: line)
    guard fields.count == header.count else {
      throw LineFault(
        reason: "\(fields.count) fields under a header of \(header.count)",
        hint: "the line is cut off or damaged; it is skipped")
    }
  }

  static func fields(of line: ArraySlice<UInt8>) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
      } else {
        field.append(byte)
      }
    }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }

  public func text(_ column: CSVColumn) -> String { fields[column.index] }

  /// Nil for an empty field.
  public func number(_ column: CSVColumn) throws(LineFault) -> Double? {
    let text = fields[column.index]
    if text.isEmpty { return nil }
    guard let number = Double(text), number.isFinite else {
      throw LineFault(field: column.name, reason: "not a finite number", hint: "leave the field empty when unknown")
    }
    return number
  }

  public func requiredNumber(_ column: CSVColumn) throws(LineFault) -> Double {
    guard let number = try number(column) else {
      throw LineFault(field: column.name, reason: "empty", hint: "the row cannot be used without it; it is skipped")
    }
    return number
  }
}
