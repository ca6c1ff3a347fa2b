/// One reader of outside bytes. It must come back from any input; a trap, a leak or a broken law is a finding.
struct FuzzEntry: Sendable {
  let name: String
  let feed: @Sendable ([UInt8]) -> Void

  static let all: [FuzzEntry] = codec + recordings + httpFront + credentials
}
