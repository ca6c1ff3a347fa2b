/// Bytes of hexadecimal digits, with or without `0x`.
func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = Array((hexadecimal.hasPrefix("0x") ? hexadecimal.dropFirst(2) : hexadecimal[...]).utf8)
  func value(_ digit: UInt8) -> UInt8 { digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x61 + 10 }
  return stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
}
