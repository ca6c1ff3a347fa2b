extension FieldElement {
  /// The element to the power (p − 3) / 4: 32 ones, 31 zeros, a one, 96 zeros, 94 ones. With w that power of x,
  /// x·w is the square root of x where it has one, and x·w⁴ its inverse.
  func quarterPower() -> FieldElement {
    let ones2 = squared(times: 1) * self
    let ones3 = ones2.squared(times: 1) * self
    let ones6 = ones3.squared(times: 3) * ones3
    let ones12 = ones6.squared(times: 6) * ones6
    let ones15 = ones12.squared(times: 3) * ones3
    let ones30 = ones15.squared(times: 15) * ones15
    let ones32 = ones30.squared(times: 2) * ones2
    var power = ones32.squared(times: 32) * self
    power = power.squared(times: 128) * ones32
    power = power.squared(times: 32) * ones32
    return power.squared(times: 30) * ones30
  }

  func squared(times: Int) -> FieldElement {
    var result = self
    for _ in 0..<times { result = result * result }
    return result
  }

  /// nil for a number that is not a square.
  func squareRoot() -> FieldElement? {
    let root = self * quarterPower()
    return root * root == self ? root : nil
  }

  /// The inverse; zero for zero.
  func inverse() -> FieldElement { quarterPower().squared(times: 2) * self }

  /// Inverts all in place at the price of one inversion and three products each. None may be zero.
  static func invert(_ elements: inout [FieldElement]) {
    var prefixes: [FieldElement] = []
    prefixes.reserveCapacity(elements.count)
    var running = FieldElement.one
    for element in elements {
      prefixes.append(running)
      running = running * element
    }
    var suffix = running.inverse()
    for index in elements.indices.reversed() {
      let inverse = suffix * prefixes[index]
      suffix = suffix * elements[index]
      elements[index] = inverse
    }
  }
}
