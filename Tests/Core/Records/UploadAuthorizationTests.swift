import Core
import TestSupport
import Testing

@Suite("What a device says of itself with an upload")
struct UploadAuthorizationTests {
  private let authorization = UploadAuthorization(
    vehicleID: RecordID(high: 1, low: 2), time: Timestamp(milliseconds: 1_767_225_600_123),
    nonce: RecordID(high: 3, low: 4))
  private let signature = [UInt8](0..<64)

  @Test func `is read as it was written`() throws {
    let read = try #require(UploadAuthorization.parse(authorization.fieldValue(signature: signature)))
    #expect(read.authorization == authorization)
    #expect(read.signature == signature)
  }

  @Test func `signs every part of the request, and where each ends`() {
    var other = authorization
    other.nonce.low += 1
    var late = authorization
    late.time = late.time + .milliseconds(1)
    let signed = [
      authorization.signedBytes(method: "PATCH", path: "/v1/uploads/a"),
      authorization.signedBytes(method: "PATCH", path: "/v1/uploads/b"),
      authorization.signedBytes(method: "HEAD", path: "/v1/uploads/a"),
      authorization.signedBytes(method: "PATCH/", path: "v1/uploads/a"),
      other.signedBytes(method: "PATCH", path: "/v1/uploads/a"),
      late.signedBytes(method: "PATCH", path: "/v1/uploads/a"),
    ]
    #expect(Set(signed).count == signed.count)
  }

  @Test func `is nothing when it is cut, doubled or of another form`() {
    let field = authorization.fieldValue(signature: signature)
    for count in 0..<field.count { #expect(UploadAuthorization.parse(String(field.prefix(count))) == nil) }
    let others = [
      field + ", time=1", field + ", x=1", "Bearer abc", field.replacing("time=", with: "time=-"),
      field.replacing("Swerve-Device", with: "Swerve"), field + String(repeating: " ", count: 600),
      field.replacing("nonce=", with: "nonce=zz"),
    ]
    for other in others { #expect(UploadAuthorization.parse(other) == nil) }
  }
}
