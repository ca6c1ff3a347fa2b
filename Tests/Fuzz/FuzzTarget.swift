internal import Glibc

/// The entry that this run feeds: the environment names it, because libFuzzer keeps the arguments to itself.
private let chosen: FuzzEntry = {
  let name = unsafe getenv("SWERVE_FUZZ_ENTRY").map { unsafe String(cString: $0) } ?? ""
  if let entry = FuzzEntry.all.first(where: { $0.name == name }) { return entry }
  // No name asks for the names.
  for entry in FuzzEntry.all { print(entry.name) }
  exit(name.isEmpty ? 0 : 2)
}()

/// Called once, before anything else (libFuzzer, "Startup initialization").
@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(_: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?) -> CInt {
  _ = chosen
  return 0
}

/// Called for every input; the bytes are libFuzzer's and end with the call.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen.feed(unsafe Array(UnsafeBufferPointer(start: data, count: count)))
  return 0
}
