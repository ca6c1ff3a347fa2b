public import Ports

/// What every `ObjectStore` promises, clause by clause. Each check uses names of its own, so that one store can be asked
/// for all of them.
public struct ObjectStoreContract: Sendable {
  let store: any ObjectStore
  /// First piece of every name: two runs on one store do not meet.
  let run: String

  public init(_ store: any ObjectStore, run: String) {
    self.store = store
    self.run = run
  }

  /// A promise that was not kept.
  public struct Broken: Error, CustomStringConvertible {
    public var description: String
  }

  public enum Clause: String, CaseIterable, Sendable {
    case finishedIsWhole, unfinishedIsNoObject, partGoesOn, truncated, discarded, deleted, missing, rangesAreCut, empty
    case namesApart, partsAreListed, oneHolder, closedPartRefuses, finishedReplaces
  }

  public func check(_ clause: Clause) throws {
    switch clause {
    case .finishedIsWhole: try finishedIsWhole()
    case .unfinishedIsNoObject: try unfinishedIsNoObject()
    case .partGoesOn: try partGoesOn()
    case .truncated: try truncated()
    case .discarded: try discarded()
    case .deleted: try deleted()
    case .missing: try missing()
    case .rangesAreCut: try rangesAreCut()
    case .empty: try empty()
    case .namesApart: try namesApart()
    case .partsAreListed: try partsAreListed()
    case .oneHolder: try oneHolder()
    case .closedPartRefuses: try closedPartRefuses()
    case .finishedReplaces: try finishedReplaces()
    }
  }
}

extension ObjectStoreContract {
  private func name(_ text: String) throws -> ObjectName {
    guard let name = ObjectName("\(run)/\(text)") else { throw Broken(description: "no name: \(text)") }
    return name
  }

  private func require(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
    if !condition { throw Broken(description: promise()) }
  }

  private func requireError(_ kind: ObjectError.Kind?, _ promise: String, _ body: () throws(ObjectError) -> Void) throws
  {
    do throws(ObjectError) {
      try body()
    } catch {
      try require(kind == nil || error.kind == kind, "\(promise): \(error.kind) – \(error)")
      return
    }
    throw Broken(description: "\(promise): nothing was thrown")
  }

  private func bytes(_ count: Int, _ seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(seed)) }
  }

  private func put(_ bytes: [UInt8], _ name: ObjectName) throws {
    let part = try store.openPart(name)
    try part.append(bytes.span)
    try part.finish()
  }

  private func finishedIsWhole() throws {
    let object = try name("whole")
    let content = bytes(100_000)
    let part = try store.openPart(object)
    for start in stride(from: 0, to: content.count, by: 30_000) {
      try part.append(content.span.extracting(start..<min(start + 30_000, content.count)))
      try require(part.byteCount == Int64(min(start + 30_000, content.count)), "a part counts its bytes")
    }
    try part.synchronize()
    try part.finish()
    try require(try store.byteCount(object) == 100_000, "an object has its bytes")
    try require(try store.read(object, 0..<100_000) == content, "an object is what was appended")
    try require(try store.read(object, 99_990..<99_995) == Array(content[99_990..<99_995]), "a range is that range")
    try require(try !store.parts().contains(object), "a finished part is gone")
  }

  private func unfinishedIsNoObject() throws {
    let object = try name("unfinished")
    let part = try store.openPart(object)
    try part.append(bytes(10).span)
    try part.synchronize()
    try require(try store.byteCount(object) == nil, "a part is no object")
    try requireError(.missing, "reading a part as an object") { () throws(ObjectError) in
      _ = try store.read(object, 0..<1)
    }
    try part.discard()
  }

  private func partGoesOn() throws {
    let object = try name("goes-on")
    let first = try store.openPart(object)
    try first.append(bytes(10).span)
    try first.synchronize()
    first.close()
    let second = try store.openPart(object)
    try require(second.byteCount == 10, "what was synchronized is found again")
    try require(try second.read(0..<10) == bytes(10), "a part can be read")
    try second.append(bytes(5, 9).span)
    try second.finish()
    try require(try store.read(object, 0..<100) == bytes(10) + bytes(5, 9), "a part goes on at its end")
  }

  private func truncated() throws {
    let object = try name("truncated")
    let part = try store.openPart(object)
    try part.append(bytes(10).span)
    try part.truncate(to: 4)
    try require(part.byteCount == 4, "cutting cuts")
    try part.truncate(to: 8)
    try require(part.byteCount == 4, "cutting never lengthens")
    try part.append(bytes(2, 7).span)
    try part.finish()
    try require(try store.read(object, 0..<10) == Array(bytes(4) + bytes(2, 7)), "what was cut off is gone")
  }

  private func discarded() throws {
    let object = try name("discarded")
    let part = try store.openPart(object)
    try part.append(bytes(10).span)
    try part.discard()
    try require(try store.byteCount(object) == nil, "what was discarded is no object")
    let again = try store.openPart(object)
    try require(again.byteCount == 0, "a part begins anew after it was discarded")
    try again.discard()
  }

  private func deleted() throws {
    let object = try name("deleted")
    try put(bytes(10), object)
    try store.delete(object)
    try require(try store.byteCount(object) == nil, "what was deleted is gone")
    try store.delete(object)
  }

  private func missing() throws {
    let object = try name("never")
    try require(try store.byteCount(object) == nil, "what was never there has no size")
    try requireError(.missing, "reading what was never there") { () throws(ObjectError) in
      _ = try store.read(object, 0..<1)
    }
  }

  private func rangesAreCut() throws {
    let object = try name("cut")
    try put(bytes(10), object)
    try require(try store.read(object, 8..<20) == Array(bytes(10)[8...]), "a range beyond the end is cut")
    try require(try store.read(object, 10..<20).isEmpty, "a range behind the end is empty")
    try require(try store.read(object, 3..<3).isEmpty, "an empty range is empty")
  }

  private func empty() throws {
    let object = try name("empty")
    try put([], object)
    try require(try store.byteCount(object) == 0, "an object may be empty")
    try require(try store.read(object, 0..<10).isEmpty, "an empty object has no bytes")
  }

  private func namesApart() throws {
    let names = [try name("a"), try name("a/b"), try name("a-b"), try name("A")]
    for (index, name) in names.enumerated() { try put([UInt8(index)], name) }
    for (index, name) in names.enumerated() {
      try require(try store.read(name, 0..<9) == [UInt8(index)], "names do not stand in each other's way")
    }
  }

  private func partsAreListed() throws {
    let names = [try name("listed/x"), try name("listed/y")]
    let parts = try names.map { try store.openPart($0) }
    let listed = Set(try store.parts())
    try require(names.allSatisfy(listed.contains), "unfinished parts are listed")
    for part in parts { try part.discard() }
    try require(Set(try store.parts()).isDisjoint(with: names), "and not when they are gone")
  }

  private func oneHolder() throws {
    let object = try name("held")
    let part = try store.openPart(object)
    try requireError(.inUse, "a second holder") { () throws(ObjectError) in _ = try store.openPart(object) }
    part.close()
    try store.openPart(object).discard()
  }

  private func closedPartRefuses() throws {
    let part = try store.openPart(name("closed"))
    part.close()
    try requireError(nil, "appending to a closed part") { () throws(ObjectError) in try part.append(bytes(1).span) }
    try requireError(nil, "finishing a closed part") { () throws(ObjectError) in try part.finish() }
  }

  private func finishedReplaces() throws {
    let object = try name("replaced")
    try put(bytes(10), object)
    try put(bytes(3, 5), object)
    try require(try store.read(object, 0..<10) == bytes(3, 5), "the last object of a name stays")
  }
}
