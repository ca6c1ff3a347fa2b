@testable internal import Credentials

extension FuzzEntry {
  /// What cameras and the issuer send each other, and what they keep.
  static let credentials: [FuzzEntry] = [
    FuzzEntry(name: "CredentialRequest") { bytes in
      guard let request = try? CredentialRequest(bytes, Workspace()) else { return }
      require(request.m1.bytes + request.m2.bytes + request.proof.bytes == bytes, "two encodings of one request")
    },
    FuzzEntry(name: "CredentialResponse") { bytes in
      let example = CredentialExample.shared
      guard
        let credential = try? Credential.finalize(
          example.secrets, publicKey: example.key.publicKey, request: example.request, response: bytes)
      else { return }
      require(bytes == example.response, "a response that the issuer never gave")
      require((try? Credential(serialized: credential.serialized)) != nil, "what is written cannot be read")
    },
    FuzzEntry(name: "Presentation") { bytes in
      let example = CredentialExample.shared
      guard (try? example.verify(bytes)) != nil else { return }
      require(bytes == example.presentation, "a presentation that the camera never made")
    },
    FuzzEntry(name: "StoredCredential") { bytes in
      let written = [
        (try? Credential(serialized: bytes))?.serialized, (try? ClientSecrets(serialized: bytes))?.serialized,
        (try? ServerKey(serialized: bytes))?.serialized, (try? ServerPublicKey(serialized: bytes))?.serialized,
      ]
      for written in written.compactMap(\.self) { require(written == bytes, "two encodings of one credential") }
    },
  ]
}
