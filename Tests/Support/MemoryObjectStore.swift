public import Ports
internal import Synchronization

/// Objects in memory, with a disk that can be made full.
public final class MemoryObjectStore: ObjectStore {
  struct State {
    var objects: [ObjectName: [UInt8]] = [:]
    var parts: [ObjectName: [UInt8]] = [:]
    var held: Set<ObjectName> = []
    var capacity = Int.max
    var byteCount: Int { objects.values.reduce(0) { $0 + $1.count } + parts.values.reduce(0) { $0 + $1.count } }
  }

  let state = Mutex(State())

  public init() {}

  /// Bytes of all objects and parts that there is room for.
  public var capacity: Int {
    get { state.withLock { $0.capacity } }
    set { state.withLock { $0.capacity = newValue } }
  }

  public var objectNames: Set<ObjectName> { state.withLock { Set($0.objects.keys) } }

  /// As after the end of the process: nobody holds anything.
  public func releaseAll() { state.withLock { $0.held = [] } }

  public func openPart(_ name: ObjectName) throws(ObjectError) -> any ObjectPart {
    let isFree = state.withLock { state in
      guard state.held.insert(name).inserted else { return false }
      if state.parts[name] == nil { state.parts[name] = [] }
      return true
    }
    guard isFree else { throw ObjectError(.inUse, operation: "open of part \(name)", reason: "it is held") }
    return MemoryObjectPart(name, in: self)
  }

  public func parts() throws(ObjectError) -> [ObjectName] {
    state.withLock { $0.parts.keys.sorted { $0.text < $1.text } }
  }

  public func byteCount(_ name: ObjectName) throws(ObjectError) -> Int64? {
    state.withLock { $0.objects[name].map { Int64($0.count) } }
  }

  public func read(_ name: ObjectName, _ range: Range<Int64>) throws(ObjectError) -> [UInt8] {
    guard let bytes = state.withLock({ $0.objects[name] }) else {
      throw ObjectError(.missing, operation: "read of \(name)", reason: "there is none")
    }
    let cut = range.clamped(to: 0..<Int64(bytes.count))
    return Array(bytes[Int(cut.lowerBound)..<Int(cut.upperBound)])
  }

  public func delete(_ name: ObjectName) throws(ObjectError) {
    state.withLock { state in
      state.objects[name] = nil
      if !state.held.contains(name) { state.parts[name] = nil }
    }
  }
}

private final class MemoryObjectPart: ObjectPart {
  private let name: ObjectName
  private let store: MemoryObjectStore
  private var isOpen = true

  init(_ name: ObjectName, in store: MemoryObjectStore) {
    self.name = name
    self.store = store
  }

  deinit { close() }

  var byteCount: Int64 { store.state.withLock { Int64($0.parts[name]?.count ?? 0) } }

  func append(_ bytes: Span<UInt8>) throws(ObjectError) {
    try requireOpen()
    let added = bytes.indices.map { bytes[$0] }
    let fits = store.state.withLock { state in
      guard state.byteCount + added.count <= state.capacity else { return false }
      state.parts[name, default: []] += added
      return true
    }
    guard fits else { throw ObjectError(.diskFull, operation: "append to \(name)", reason: "no space left") }
  }

  func synchronize() throws(ObjectError) { try requireOpen() }

  func truncate(to byteCount: Int64) throws(ObjectError) {
    try requireOpen()
    store.state.withLock { $0.parts[name] = Array(($0.parts[name] ?? []).prefix(Int(byteCount))) }
  }

  func read(_ range: Range<Int64>) throws(ObjectError) -> [UInt8] {
    try requireOpen()
    let bytes = store.state.withLock { $0.parts[name] ?? [] }
    let cut = range.clamped(to: 0..<Int64(bytes.count))
    return Array(bytes[Int(cut.lowerBound)..<Int(cut.upperBound)])
  }

  func finish() throws(ObjectError) {
    try requireOpen()
    store.state.withLock { state in
      state.objects[name] = state.parts.removeValue(forKey: name) ?? []
    }
    close()
  }

  func discard() throws(ObjectError) {
    store.state.withLock { $0.parts[name] = nil }
    close()
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    _ = store.state.withLock { $0.held.remove(name) }
  }

  private func requireOpen() throws(ObjectError) {
    guard isOpen else { throw ObjectError(.other, operation: "use of part \(name)", reason: "it is closed") }
  }
}
