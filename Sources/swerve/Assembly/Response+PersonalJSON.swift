import HTTPFront

extension Response {
  /// A JSON answer for whoever asked and nobody else: no proxy keeps it, and who has it already is told so (RFC 9110, 13.1.2).
  static func personalJSON(_ body: some Encodable, to request: Request) -> Response {
    let bytes = AlertService.json(body)
    return conditional(request, tag: EntityTag(of: bytes), cacheControl: "private, no-cache") {
      Response(.ok, contentType: "application/json", bytes: bytes)
    }
  }
}
