/// Ends the run where a law does not hold, so that libFuzzer keeps the input.
func require(_ holds: Bool, _ broken: String) {
  // Unlike a precondition it says why in an optimized build too.
  if !holds { fatalError(broken) }
}
