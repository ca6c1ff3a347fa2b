import HTTPFront
import Testing

@Suite("What a request shows of who asks")
struct CredentialTests {
  @Test(
    arguments: [
      ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER  abc ", "abc"), ("Bearer", nil), ("Bearer ", nil),
      ("Basic abc", nil), ("", nil), ("Bearerabc", nil), ("Bearer a b", "a b"),
    ] as [(String, String?)]) func `is a bearer token`(field: String, token: String?)
  {
    #expect(Request(method: .get, headers: ["Authorization": field]).bearerToken == token)
  }

  @Test(
    arguments: [
      ("s=1", "1"), ("a=2; s=1", "1"), ("a=2;s=1", "1"), ("s=1; s=2", "1"), ("xs=1", nil), ("S=1", nil), ("s", nil),
      ("s=", ""), ("s=a=b", "a=b"), ("; ;=;s=1", "1"), ("", nil), ("s =1", "1"),
    ] as [(String, String?)]) func `is a cookie by its name`(field: String, value: String?)
  {
    #expect(Request(method: .get, headers: ["Cookie": field]).cookie("s") == value)
  }

  @Test func `may come in several fields`() {
    #expect(Request(method: .get, headers: ["Cookie": "a=1", "cookie": "s=2"]).cookie("s") == "2")
    #expect(Request(method: .get).cookie("s") == nil)
    #expect(Request(method: .get).bearerToken == nil)
  }

  @Test func `is set for this host, out of reach of scripts and of other sites`() {
    let plain = SetCookie(name: "s", value: "v", maximumAge: 60, isSecure: false)
    #expect(plain.fieldValue == "s=v; Max-Age=60; Path=/; HttpOnly; SameSite=Strict")
    let secure = SetCookie(name: "s", value: "", maximumAge: 0, isSecure: true)
    #expect(secure.fieldValue == "s=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure")
  }
}
