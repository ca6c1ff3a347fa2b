@testable import Credentials

/// The numbers of a vector, in the order in which they are drawn.
struct ScriptedRandomness: RandomSource {
  var draws: [[UInt8]]

  mutating func bytes(_ count: Int) throws(CredentialError) -> [UInt8] {
    guard let next = draws.first, next.count == count else { throw .noRandomness }
    draws.removeFirst()
    return next
  }
}
