extension ServerKey {
  /// One check; who has many makes a `Verifier` once.
  public func verify(
    _ presentation: [UInt8], requestContext: [UInt8], presentationContext: [UInt8], nonce: UInt64, limit: UInt64
  ) throws(CredentialError) -> PresentationTag {
    try Verifier(self, requestContext: requestContext)
      .verify(presentation, presentationContext: presentationContext, nonce: nonce, limit: limit)
  }
}
