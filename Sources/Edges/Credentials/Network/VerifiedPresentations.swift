/// Presentations that were found good, so that one that is sent again costs a digest instead of a verification: a
/// camera sends the same bytes for every sighting in one tile on one day.
///
/// Safe because a verification is a function of the presentation, its context, its nonce and the key of the day, which
/// the context names: equal input, equal answer. What is kept is a digest of all that input (SHA-256: no other input
/// with the same digest can be made) and the camera it gave. Only what holds is kept, so only holders of credentials
/// fill it, and forgetting an entry costs time, never a wrong answer.
struct VerifiedPresentations {
  /// Entries in each of the two generations: 48 bytes each, so at most 16 MiB with the tables' slack.
  static let maximumEntries = 65_536

  struct Key: Hashable {
    private let words: InlineWords

    private struct InlineWords: Hashable {
      var first, second, third, fourth: UInt64
    }

    init(presentation: [UInt8], context: [UInt8], nonce: UInt64) {
      var input = presentation
      input.reserveCapacity(presentation.count + context.count + 8)
      input += context
      // Contexts and nonces have one length each, so the sum of the parts has one reading.
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        input.append(UInt8(truncatingIfNeeded: nonce >> shift))
      }
      let digest = Digest.sha256(input)
      func word(_ index: Int) -> UInt64 { digest[(8 * index)..<(8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
      words = InlineWords(first: word(0), second: word(1), third: word(2), fourth: word(3))
    }
  }

  private var young: [Key: UInt64] = [:]
  private var old: [Key: UInt64] = [:]

  /// Entries held now.
  var count: Int { young.count + old.count }

  /// The camera of a presentation that held before.
  mutating func camera(of key: Key) -> UInt64? {
    if let camera = young[key] { return camera }
    guard let camera = old[key] else { return nil }
    insert(camera, for: key)
    return camera
  }

  /// The generation before the last is forgotten when the present one is full.
  mutating func insert(_ camera: UInt64, for key: Key) {
    if young.count >= Self.maximumEntries {
      old = young
      young = [:]
    }
    young[key] = camera
  }
}
