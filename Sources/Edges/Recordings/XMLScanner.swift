/// Tells tags and text of XML apart as the bytes come, with one tag of memory.
///
/// Foundation's XMLParser calls back until the document ends, so a reader that is asked for the next thousand points
/// would have to hold them all. This one knows as much XML as a track needs: elements, attributes, text, CDATA,
/// comments, processing instructions, the five named entities and numeric ones; UTF-8. No document type is read, so
/// no entity can expand and no file can be named.
struct XMLScanner {
  enum Token: Hashable {
    /// Names without their namespace prefix.
    case start(name: String, attributes: [String: String], isEmpty: Bool)
    case end(name: String)
    case text(String)
  }

  /// Most bytes of one tag or one piece of text.
  static let tokenLimit = 65_536
  /// Most characters of an entity with its `&` and `;`. Without a limit each `&` of a text full of them would be followed
  /// to the end of the text.
  private static let entityLimit = 16

  private var bytes: [UInt8] = []
  /// What is before it has been passed.
  private var head = 0
  /// Lines passed, from 1.
  private(set) var line = 1
  /// Bytes passed.
  private(set) var offset: Int64 = 0

  /// - Returns: nil when the next token is not whole yet.
  /// - Throws: a fault after which the input cannot be followed any more.
  mutating func next(isFinal: Bool) throws(LineFault) -> Token? {
    while let first = pending.first {
      let pending = pending
      guard first == UInt8(ascii: "<") else { return try text(isFinal: isFinal) }
      let markup: (opening: String, closing: String)? =
        [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].first { pending.starts(with: $0.0.utf8) }
      if let markup {
        guard let end = pending.index(after: markup.closing, from: markup.opening.utf8.count) else {
          return try wait(isFinal)
        }
        let body = pending.dropFirst(markup.opening.utf8.count).prefix(
          end - markup.closing.utf8.count - markup.opening.utf8.count)
        pass(end)
        if markup.opening == "<![CDATA[" { return .text(String(decoding: body, as: UTF8.self)) }
        continue
      }
      // Could still become one of the above.
      if !isFinal, pending.count < 9, "<![CDATA[".utf8.starts(with: pending) || "<!--".utf8.starts(with: pending) {
        return nil
      }
      guard let end = pending.tagEnd else { return try wait(isFinal) }
      let body = pending.dropFirst().prefix(end - 1)
      let token = try Self.tag(body)
      pass(end + 1)
      if let token { return token }
    }
    return nil
  }

  mutating func append(_ more: ArraySlice<UInt8>) {
    bytes.removeFirst(head)
    head = 0
    bytes.append(contentsOf: more)
  }

  private var pending: ArraySlice<UInt8> { bytes[head...] }

  private func wait(_ isFinal: Bool) throws(LineFault) -> Token? {
    if isFinal { throw LineFault(reason: "the file ends within a tag", hint: "it is cut off: copy it again") }
    guard pending.count <= Self.tokenLimit else {
      throw LineFault(reason: "a tag of more than \(Self.tokenLimit) bytes", hint: "check that this is a GPX file")
    }
    return nil
  }

  private mutating func text(isFinal: Bool) throws(LineFault) -> Token? {
    let end = pending.firstIndex(of: UInt8(ascii: "<"))
    guard end != nil || isFinal || pending.count > Self.tokenLimit else { return nil }
    let body = pending[..<(end ?? pending.endIndex)]
    let token = Token.text(Self.unescape(body))
    pass(body.count)
    return token
  }

  private mutating func pass(_ count: Int) {
    line += bytes[head..<head + count].count { $0 == UInt8(ascii: "\n") }
    offset += Int64(count)
    head += count
  }

  /// Nil for a document type without an internal subset, which is passed over.
  private static func tag(_ body: ArraySlice<UInt8>) throws(LineFault) -> Token? {
    if body.first == UInt8(ascii: "!") {
      guard !body.contains(UInt8(ascii: "[")) else {
        throw LineFault(reason: "a document type with definitions of its own", hint: "export plain GPX")
      }
      return nil
    }
    if body.first == UInt8(ascii: "/") { return .end(name: localName(body.dropFirst())) }
    let isEmpty = body.last == UInt8(ascii: "/")
    let content = isEmpty ? body.dropLast() : body
    let name = content.prefix { !isSpace($0) }
    return .start(name: localName(name), attributes: attributes(content[name.endIndex...]), isEmpty: isEmpty)
  }

  private static func attributes(_ text: ArraySlice<UInt8>) -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = text.drop(while: isSpace)
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
      let name = localName(rest[..<equals])
      let value = rest[(equals + 1)...].drop(while: isSpace)
      guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = value.dropFirst().firstIndex(of: quote)
      else { break }
      attributes[name] = unescape(value[(value.startIndex + 1)..<end])
      rest = value[(end + 1)...].drop(while: isSpace)
    }
    return attributes
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  private static func localName(_ name: ArraySlice<UInt8>) -> String {
    let trimmed = name.filter { !isSpace($0) }
    let local = trimmed.lastIndex(of: UInt8(ascii: ":")).map { trimmed[($0 + 1)...] } ?? trimmed[...]
    return String(decoding: local, as: UTF8.self)
  }

  private static func unescape(_ text: ArraySlice<UInt8>) -> String {
    let plain = String(decoding: text, as: UTF8.self)
    guard plain.contains("&") else { return plain }
    var result = ""
    var rest = plain[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].prefix(entityLimit).firstIndex(of: ";"),
        let character = character(named: rest[rest.index(after: start)..<end])
      else {
        result += "&"
        rest = rest[rest.index(after: start)...]
        continue
      }
      result.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func character(named name: Substring) -> Character? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let isHexadecimal = name.dropFirst().first == "x"
    let code = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
    return code.flatMap { Unicode.Scalar($0) }.map { Character($0) }
  }
}

extension ArraySlice<UInt8> {
  /// How many elements end with `text`, sought from `start` on.
  fileprivate func index(after text: String, from start: Int) -> Int? {
    let sought = Array(text.utf8)
    guard count >= start + sought.count else { return nil }
    for position in start...(count - sought.count) where dropFirst(position).starts(with: sought) {
      return position + sought.count
    }
    return nil
  }

  /// How many elements precede the closing bracket, one within quotes not taken.
  fileprivate var tagEnd: Int? {
    var quote: UInt8?
    for (position, byte) in enumerated() {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return position
      }
    }
    return nil
  }
}
