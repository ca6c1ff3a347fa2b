/// The sightings of the window by cell: an open-addressing table of cells, each the head of a chain in one pool of
/// nodes.
///
/// Flat memory: no class, closure or allocation for a sighting once the pool is warm. Everything is kept that can still
/// count together with a sighting to come, so what is found does not depend on the order of arrival.
struct SightingStore {
  /// One sighting, 48 bytes.
  struct Node: BitwiseCopyable {
    var time: Int64
    var camera: UInt64
    var position: Coordinate
    var deceleration: Float
    var course: Course
    var kind: HazardKind
    var next: Int32
  }

  struct CellEntry: BitwiseCopyable {
    /// `GridPlace.Cell.key`; zero: empty.
    var key: UInt64
    /// First node of the chain; −1: none.
    var head: Int32
    /// First open hazard anchored in the cell (`HazardLedger`); −1: none.
    var hazard: Int32
  }

  /// A camera that is felt again and again in one cell must not push others out: from so many sightings on, …
  static let manyOfOneCamera = 8
  /// … another counts only when it is this far in time from all it has there, milliseconds.
  static let spacingOfMany: Int64 = 60_000
  /// In one cell, of all kinds and directions; the oldest goes first. Ten cameras are needed, so this loses nothing.
  static let maximumPerCell = 256

  private(set) var entries: [CellEntry]
  private(set) var nodes: [Node] = []
  private var free: Int32 = -1
  private var used = 0
  /// Sightings held now.
  private(set) var count = 0

  init(capacity: Int = 1 << 10) {
    precondition(capacity.nonzeroBitCount == 1, "capacity is a power of two")
    entries = Array(repeating: CellEntry(key: 0, head: -1, hazard: -1), count: capacity)
  }

  /// Slot of a cell, or −1 when nothing is known of it.
  func slot(of key: UInt64) -> Int {
    let mask = entries.count - 1
    var slot = Self.home(of: key, mask: mask)
    while true {
      let found = entries[slot].key
      if found == key { return slot }
      if found == 0 { return -1 }
      slot = (slot + 1) & mask
    }
  }

  /// Slot of a cell, made when there was none.
  mutating func slotForWriting(_ key: UInt64) -> Int {
    if (used + 1) * 10 > entries.count * 7 { rehash(capacity: entries.count * 2) }
    let mask = entries.count - 1
    var slot = Self.home(of: key, mask: mask)
    while entries[slot].key != key {
      if entries[slot].key == 0 {
        entries[slot] = CellEntry(key: key, head: -1, hazard: -1)
        used += 1
        return slot
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  mutating func setHazard(slot: Int, to hazard: Int32) { entries[slot].hazard = hazard }

  /// Adds a sighting to a cell; drops what is no longer needed (`time ≤ expired`) on the way.
  /// - Returns: false when it adds nothing: the same camera's sighting of that kind and instant is there already, or
  ///   many
  ///   of its sightings close by.
  mutating func insert(_ node: Node, slot: Int, expired: Int64) -> Bool {
    var link = entries[slot].head
    var previous: Int32 = -1
    var length = 0
    var ofCamera = 0
    var nearestOfCamera = Int64.max
    var oldest: Int32 = -1
    while link >= 0 {
      let current = nodes[Int(link)]
      if current.time <= expired {
        unlink(link, after: previous, slot: slot)
        link = current.next
        continue
      }
      if current.camera == node.camera && current.kind == node.kind {
        if current.time == node.time { return false }
        ofCamera += 1
        nearestOfCamera = min(nearestOfCamera, abs(current.time - node.time))
      }
      if oldest < 0 || current.time < nodes[Int(oldest)].time { oldest = link }
      length += 1
      previous = link
      link = current.next
    }
    if ofCamera >= Self.manyOfOneCamera && nearestOfCamera < Self.spacingOfMany { return false }
    if length >= Self.maximumPerCell {
      overwrite(oldest, with: node)
    } else {
      entries[slot].head = take(node, next: entries[slot].head)
    }
    return true
  }

  /// Removes what is no longer needed everywhere, and the cells that hold nothing. Linear in the table.
  mutating func sweep(expired: Int64) {
    for slot in entries.indices where entries[slot].key != 0 {
      var link = entries[slot].head
      var previous: Int32 = -1
      while link >= 0 {
        let next = nodes[Int(link)].next
        if nodes[Int(link)].time <= expired { unlink(link, after: previous, slot: slot) } else { previous = link }
        link = next
      }
    }
    rehash(capacity: entries.count)
  }

  // MARK: Details

  private static func home(of key: UInt64, mask: Int) -> Int {
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): the high bits of the product are well mixed.
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }

  private mutating func take(_ node: Node, next: Int32) -> Int32 {
    var node = node
    node.next = next
    count += 1
    if free >= 0 {
      let index = free
      free = nodes[Int(index)].next
      nodes[Int(index)] = node
      return index
    }
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  /// A newer sighting takes the place of an older one; an older one than all that are kept is left out.
  private mutating func overwrite(_ index: Int32, with node: Node) {
    guard node.time > nodes[Int(index)].time else { return }
    let next = nodes[Int(index)].next
    nodes[Int(index)] = node
    nodes[Int(index)].next = next
  }

  private mutating func unlink(_ index: Int32, after previous: Int32, slot: Int) {
    let next = nodes[Int(index)].next
    if previous < 0 { entries[slot].head = next } else { nodes[Int(previous)].next = next }
    nodes[Int(index)].next = free
    free = index
    count -= 1
  }

  private mutating func rehash(capacity: Int) {
    let kept = entries.filter { $0.key != 0 && ($0.head >= 0 || $0.hazard >= 0) }
    var size = capacity
    while kept.count * 10 > size * 7 { size *= 2 }
    entries = Array(repeating: CellEntry(key: 0, head: -1, hazard: -1), count: size)
    used = kept.count
    let mask = size - 1
    for entry in kept {
      var slot = Self.home(of: entry.key, mask: mask)
      while entries[slot].key != 0 { slot = (slot + 1) & mask }
      entries[slot] = entry
    }
  }
}
