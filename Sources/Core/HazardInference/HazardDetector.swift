/// The product's rule as a machine over one partition of the admitted log: sightings in, hazard revisions out.
///
/// It opens on arrival (a late sighting can only add cameras) and closes on the watermark (the newest event time less
/// the lateness), record by record, so that what it says does not depend on how the log was cut into batches. Which
/// hazards there are does not depend on the order of arrival within the lateness, nor on duplicates: everything is
/// kept that can still count together. (Their ids are the same too, unless more cameras than the minimum come out of
/// order within the lateness and straddle two places: then the neighbouring place may give its name.)
public struct HazardDetector: Sendable {
  public let rule: HazardRule
  public private(set) var statistics = Statistics()
  /// Newest event time seen.
  public private(set) var newest: Timestamp
  /// All event times up to here are closed.
  public private(set) var watermark: Timestamp

  var store = SightingStore()
  var hazards: [Hazard] = []
  private var freeHazard: Int32 = -1
  private var search = CrowdSearch()
  private var life = HazardLife()
  /// Earliest instant at which a living hazard can change by the passing of time.
  private var nextChange: Int64 = .max
  private var nextSweep: Int64 = .min
  private var lives: [Lifetime] = []

  struct Lifetime: BitwiseCopyable {
    var opened: Int64
    /// `.max` while it lives.
    var cleared: Int64
  }

  /// What became of the rows.
  public struct Statistics: Hashable, Sendable {
    public var absorbed = 0
    /// The same camera's sighting of that instant was there already.
    public var duplicates = 0
    /// Of a kind or strength that is no evidence (answers, brakings below the threshold).
    public var ignored = 0
    /// Further behind the newest than the lateness and the skew tolerance.
    public var late = 0
    public var opened = 0
    public var cleared = 0
  }

  /// - Parameter newest: where the newest event time stood when the log was at this point before.
  public init(rule: HazardRule = HazardRule(), newest: Timestamp = .distantPast) {
    precondition(rule.fault == nil, rule.fault ?? "")
    self.rule = rule
    self.newest = newest
    watermark = newest - rule.lateness
  }

  /// Hazards that are not cleared.
  public var living: Int { lives.count { $0.cleared == .max } }

  // MARK: Input

  public mutating func absorb(_ rows: SightingColumns, into revisions: inout [HazardRevision]) {
    for row in 0..<rows.count {
      statistics.absorbed += 1
      let time = rows.eventTime[row]
      if time > newest.milliseconds {
        newest = Timestamp(milliseconds: time)
        advance(to: newest - rule.lateness, into: &revisions)
      }
      guard let kind = HazardKind(of: SightingKind(rawValue: rows.kind[row])),
        let course = Course(centidegrees: Int(rows.course[row])), isStrong(kind, rows.deceleration[row])
      else {
        statistics.ignored += 1
        continue
      }
      guard time > watermark.milliseconds - rule.skewTolerance.milliseconds else {
        statistics.late += 1
        continue
      }
      let position = Coordinate(latitudeE7: rows.latitudeE7[row], longitudeE7: rows.longitudeE7[row])
      let node = SightingStore.Node(
        time: time, camera: rows.camera[row], position: position, deceleration: rows.deceleration[row], course: course,
        kind: kind, next: -1)
      let slot = store.slotForWriting(GridPlace.Cell(containing: position).key)
      if store.insert(node, slot: slot, expired: expired) {
        consider(node, into: &revisions)
      } else {
        statistics.duplicates += 1
      }
    }
  }

  /// Event times up to `watermark` are closed: lapses and ends that fall before it are said. Never goes back.
  public mutating func advance(to watermark: Timestamp, into revisions: inout [HazardRevision]) {
    guard watermark > self.watermark else { return }
    if nextChange <= watermark.milliseconds {
      nextChange = .max
      for index in hazards.indices where hazards[index].revision > 0 {
        if hazards[index].nextChange <= watermark.milliseconds {
          decide(Int32(index), until: watermark.milliseconds, into: &revisions)
        }
        if hazards[index].revision > 0 { nextChange = min(nextChange, hazards[index].nextChange) }
      }
    }
    self.watermark = watermark
    newest = max(newest, watermark)
    if watermark.milliseconds >= nextSweep {
      store.sweep(expired: expired)
      nextSweep = watermark.milliseconds + rule.window.milliseconds / 4
    }
  }

  // MARK: Recovery

  /// The oldest event time that still matters: a detector that is fed everything from there on, with the same `newest`,
  /// becomes this one.
  public mutating func neededFrom() -> Timestamp {
    let memory = rule.window.milliseconds + rule.lateness.milliseconds + rule.skewTolerance.milliseconds
    var from = watermark.milliseconds - memory
    var grown = true
    // A hazard whose life reaches into what will be fed must be born again with it, and so what led to it.
    while grown {
      grown = false
      for life in lives where life.cleared > from && life.opened - memory < from {
        from = life.opened - memory
        grown = true
      }
    }
    lives.removeAll { $0.cleared <= from }
    return Timestamp(milliseconds: max(from, Timestamp.distantPast.milliseconds))
  }

  // MARK: Opening

  /// Sightings up to here can no longer count together with one to come.
  private var expired: Int64 {
    watermark.milliseconds - rule.window.milliseconds - rule.skewTolerance.milliseconds
  }

  private func isStrong(_ kind: HazardKind, _ deceleration: Float) -> Bool {
    // NaN (not measured) compares false.
    kind != .suddenBraking || deceleration >= rule.minimumDeceleration.g
  }

  private mutating func consider(_ node: SightingStore.Node, into revisions: inout [HazardRevision]) {
    let cells = GridPlace.Cell.around(node.position)
    var joined: Int32 = -1
    search.begin()
    let (east, north) = node.course.unitVector
    for index in cells.indices {
      let slot = store.slot(of: cells[index].key)
      guard slot >= 0 else { continue }
      let entry = store.entries[slot]
      var hazard = entry.hazard
      while hazard >= 0 {
        let known = hazards[Int(hazard)]
        if known.kind == node.kind, known.concerns(node.position, node.course, rule: rule),
          joined < 0 || known.opened < hazards[Int(joined)].opened
        {
          joined = hazard
        }
        hazard = known.next
      }
      var link = entry.head
      while link >= 0 {
        let other = store.nodes[Int(link)]
        if other.kind == node.kind, abs(other.time - node.time) < rule.window.milliseconds,
          other.course.difference(to: node.course) <= rule.courseTolerance
        {
          let offset = other.position.offset(from: node.position)
          let along = offset.east * east + offset.north * north
          let lateral = abs(offset.east * north - offset.north * east)
          if abs(along) <= rule.stretch.meters, lateral <= rule.lateralReach.meters {
            search.add(.init(along: along, time: other.time, camera: other.camera, node: link))
          }
        }
        link = other.next
      }
    }
    if joined >= 0 {
      join(joined, node, into: &revisions)
    } else if let finding = search.run(
      time: node.time, needed: rule.minimumCameras, length: rule.stretch.meters, window: rule.window.milliseconds)
    {
      open(finding, kind: node.kind, into: &revisions)
    }
  }

  private mutating func join(_ index: Int32, _ node: SightingStore.Node, into revisions: inout [HazardRevision]) {
    if hazards[Int(index)].state == .clearing, node.time < hazards[Int(index)].nextChange {
      hazards[Int(index)].nextChange = node.time
      nextChange = min(nextChange, node.time)
    }
    let grade = hazards[Int(index)].grade
    guard grade < Int(HazardRule.topGrade),
      let finding = search.run(
        time: node.time, needed: grade + 1, length: rule.stretch.meters, window: rule.window.milliseconds)
    else { return }
    hazards[Int(index)].grade = min(finding.cameras, Int(HazardRule.topGrade))
    if hazards[Int(index)].grade == Int(HazardRule.topGrade), hazards[Int(index)].state == .suspected {
      hazards[Int(index)].state = .confirmed
    }
    hazards[Int(index)].peakDeceleration = medianDeceleration()
    say(index, at: finding.completed, cameras: finding.cameras, into: &revisions)
  }

  private mutating func open(
    _ finding: CrowdSearch.Finding, kind: HazardKind, into revisions: inout [HazardRevision]
  ) {
    let (position, course) = middleOfMembers()
    let place = GridPlace(containing: position, course: course)
    // The middle of a crowd may lie where a hazard stands already, though the sighting that completed it does not.
    if let near = hazardAt(position, course, kind) {
      let grade = min(finding.cameras, Int(HazardRule.topGrade))
      guard grade > hazards[Int(near)].grade else { return }
      hazards[Int(near)].grade = grade
      if grade == Int(HazardRule.topGrade), hazards[Int(near)].state == .suspected {
        hazards[Int(near)].state = .confirmed
      }
      return say(near, at: finding.completed, cameras: finding.cameras, into: &revisions)
    }
    let grade = min(finding.cameras, Int(HazardRule.topGrade))
    let hazard = Hazard(
      id: Hazard.identifier(place: place.key, kind: kind, opened: finding.completed), kind: kind, position: position,
      course: course, place: place.key, cell: place.cell.key, opened: finding.completed, grade: grade, revision: 0,
      state: grade >= Int(HazardRule.topGrade) ? .confirmed : .suspected, reported: 0,
      peakDeceleration: medianDeceleration(), decided: finding.completed, clearingSince: 0,
      nextRefresh: finding.completed + rule.refresh.milliseconds, nextChange: finding.completed, next: -1)
    let index = settle(hazard)
    statistics.opened += 1
    lives.append(Lifetime(opened: finding.completed, cleared: .max))
    say(index, at: finding.completed, cameras: finding.cameras, into: &revisions)
    nextChange = min(nextChange, hazard.nextChange)
  }

  private func hazardAt(_ position: Coordinate, _ course: Course, _ kind: HazardKind) -> Int32? {
    let cells = GridPlace.Cell.around(position)
    for index in cells.indices {
      let slot = store.slot(of: cells[index].key)
      guard slot >= 0 else { continue }
      var hazard = store.entries[slot].hazard
      while hazard >= 0 {
        let known = hazards[Int(hazard)]
        if known.kind == kind, known.concerns(position, course, rule: rule) { return hazard }
        hazard = known.next
      }
    }
    return nil
  }

  /// Mean position and mean direction of the sightings that completed the crowd, summed in a fixed order.
  private func middleOfMembers() -> (Coordinate, Course) {
    let nodes = search.members.map { store.nodes[Int($0.node)] }.sorted { ($0.time, $0.camera) < ($1.time, $1.camera) }
    let origin = nodes[0].position
    var sum = (east: 0.0, north: 0.0)
    var heading = (east: 0.0, north: 0.0)
    for node in nodes {
      let offset = node.position.offset(from: origin)
      sum.east += offset.east
      sum.north += offset.north
      heading.east += node.course.unitVector.east
      heading.north += node.course.unitVector.north
    }
    let position = origin.moved(east: sum.east / Double(nodes.count), north: sum.north / Double(nodes.count))
    return (position, Course(east: heading.east, north: heading.north) ?? nodes[0].course)
  }

  private func medianDeceleration() -> Float {
    let peaks = search.members.map { store.nodes[Int($0.node)].deceleration }.filter { !$0.isNaN }.sorted()
    return peaks.isEmpty ? .nan : peaks[peaks.count / 2]
  }

  // MARK: Life

  /// Carries a hazard's life on to `watermark`, which closes all sightings up to it.
  private mutating func decide(_ index: Int32, until watermark: Int64, into revisions: inout [HazardRevision]) {
    gatherLife(of: hazards[Int(index)])
    while true {
      let (change, instant) = life.next(of: hazards[Int(index)], rule: rule, horizon: watermark)
      guard instant <= watermark else {
        // A clearing hazard may be brought back by a sighting that is here but not closed yet.
        let pending = hazards[Int(index)].state == .clearing ? life.firstPass(after: watermark) : .max
        hazards[Int(index)].nextChange = min(instant, pending)
        hazards[Int(index)].decided = max(hazards[Int(index)].decided, watermark)
        return
      }
      hazards[Int(index)].decided = max(hazards[Int(index)].decided, instant)
      let cameras = life.cameras(at: instant, window: rule.window.milliseconds)
      switch change {
      case .lapses:
        hazards[Int(index)].state = .clearing
        hazards[Int(index)].clearingSince = instant
      case .regains:
        let isTop = hazards[Int(index)].grade >= Int(HazardRule.topGrade)
        hazards[Int(index)].state = isTop ? .confirmed : .suspected
        hazards[Int(index)].nextRefresh = instant + rule.refresh.milliseconds
      case .clears:
        hazards[Int(index)].state = .cleared
      case .refreshes:
        hazards[Int(index)].nextRefresh += rule.refresh.milliseconds
        if cameras == hazards[Int(index)].reported { continue }
      }
      say(index, at: instant, cameras: cameras, into: &revisions)
      if change == .clears { return remove(index, cleared: instant) }
    }
  }

  private mutating func gatherLife(of hazard: Hazard) {
    life.begin()
    let cells = GridPlace.Cell.around(hazard.position)
    for index in cells.indices {
      let slot = store.slot(of: cells[index].key)
      guard slot >= 0 else { continue }
      var link = store.entries[slot].head
      while link >= 0 {
        let node = store.nodes[Int(link)]
        if node.kind == hazard.kind, hazard.concerns(node.position, node.course, rule: rule) {
          life.add(.init(time: node.time, camera: node.camera))
        }
        link = node.next
      }
    }
    life.sort()
  }

  /// Says the hazard's next revision.
  private mutating func say(_ index: Int32, at time: Int64, cameras: Int, into revisions: inout [HazardRevision]) {
    hazards[Int(index)].revision += 1
    hazards[Int(index)].reported = cameras
    let hazard = hazards[Int(index)]
    let expected: Int64
    switch hazard.state {
    case .cleared: expected = time
    case .clearing: expected = hazard.clearingSince + rule.coolDown.milliseconds
    default:
      gatherLife(of: hazard)
      let lapse = life.lapse(
        after: max(time, newest.milliseconds), minimum: rule.minimumCameras, window: rule.window.milliseconds)
      expected = lapse + rule.coolDown.milliseconds
    }
    revisions.append(hazard.said(at: time, cameras: cameras, expectedUntil: expected))
  }

  // MARK: Slots

  private mutating func settle(_ hazard: Hazard) -> Int32 {
    var hazard = hazard
    let slot = store.slotForWriting(hazard.cell)
    hazard.next = store.entries[slot].hazard
    let index: Int32
    if freeHazard >= 0 {
      index = freeHazard
      freeHazard = hazards[Int(index)].next
      hazards[Int(index)] = hazard
    } else {
      hazards.append(hazard)
      index = Int32(hazards.count - 1)
    }
    store.setHazard(slot: slot, to: index)
    return index
  }

  private mutating func remove(_ index: Int32, cleared: Int64) {
    statistics.cleared += 1
    let hazard = hazards[Int(index)]
    if let life = lives.firstIndex(where: { $0.opened == hazard.opened && $0.cleared == .max }) {
      lives[life].cleared = cleared
    }
    let slot = store.slotForWriting(hazard.cell)
    if store.entries[slot].hazard == index {
      store.setHazard(slot: slot, to: hazard.next)
    } else {
      var link = store.entries[slot].hazard
      while link >= 0, hazards[Int(link)].next != index { link = hazards[Int(link)].next }
      if link >= 0 { hazards[Int(link)].next = hazard.next }
    }
    hazards[Int(index)].revision = 0
    hazards[Int(index)].next = freeHazard
    freeHazard = index
  }
}
