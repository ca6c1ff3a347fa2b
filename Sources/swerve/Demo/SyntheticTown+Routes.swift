extension SyntheticTown {
  /// The links of the quickest way from the end of `start` to the end of `goal`, `start` left out and `goal` last.
  /// Empty when there is no way (the planner makes towns in which there always is one).
  func route(from start: Int, to goal: Int) -> [Int] {
    var cost = [Double](repeating: .infinity, count: links.count)
    var previous = [Int](repeating: -1, count: links.count)
    var frontier = RouteFrontier()
    expand(start, at: 0, &cost, &previous, &frontier)
    while let (link, reached) = frontier.popCheapest() {
      if link == goal { return trace(goal, previous, from: start) }
      if reached > cost[link] { continue }
      expand(link, at: reached, &cost, &previous, &frontier)
    }
    return []
  }

  private func expand(
    _ link: Int, at reached: Double, _ cost: inout [Double], _ previous: inout [Int], _ frontier: inout RouteFrontier
  ) {
    for next in following[link] {
      let total = reached + links[next].travelTime
      guard total < cost[next] else { continue }
      cost[next] = total
      previous[next] = link
      frontier.push(next, cost: total)
    }
  }

  private func trace(_ goal: Int, _ previous: [Int], from start: Int) -> [Int] {
    var way = [goal]
    var link = previous[goal]
    // `start` itself may be the goal of a round trip: the first time it is met going back is the end.
    while link != start, link >= 0 {
      way.append(link)
      link = previous[link]
    }
    return way.reversed()
  }
}

/// A binary heap of links by the cost of having driven them.
private struct RouteFrontier {
  private var heap: [(link: Int, cost: Double)] = []

  mutating func push(_ link: Int, cost: Double) {
    heap.append((link, cost))
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2].cost > heap[child].cost {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popCheapest() -> (link: Int, cost: Double)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].cost < heap[smallest].cost {
        smallest = child
      }
      guard smallest != parent else { return first }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
