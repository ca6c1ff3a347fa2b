import Core
import Credentials
import Foundation
import FoundationNetworking
import Issuer
import Ports

/// The issuer as a camera reaches it over HTTP: asks, signed as the device.
final class CameraIssuer: CredentialIssuer {
  /// How long an answer may take; the sighting waits meanwhile.
  static let timeout = 10.0

  private let address: URL
  private let camera: PairedCamera

  /// Nil for text that is no http or https address.
  init?(address: String, camera: PairedCamera) {
    guard let url = BlockingRequest.address(address) else { return nil }
    self.address = url
    self.camera = camera
  }

  func issue(day: Int32, request: [UInt8]) throws(IdentityFault) -> (publicKey: [UInt8], response: [UInt8])? {
    let signed = IssuerMachine.signedBytes(vehicle: camera.vehicleID, day: day, request: request)
    let body = IssuerService.QuestionBody(
      vehicle_id: camera.vehicleID.hexadecimal, day: day, request: Hexadecimal.encode(request),
      signature: Hexadecimal.encode(camera.device.sign(signed)))
    var message = URLRequest(url: address.appendingPathComponent("v1/credentials"), timeoutInterval: Self.timeout)
    message.httpMethod = "POST"
    message.setValue("application/json", forHTTPHeaderField: "Content-Type")
    message.httpBody = try? JSONEncoder().encode(body)
    guard let (response, content) = BlockingRequest.send(message) else { return nil }
    switch response.statusCode {
    case 200:
      guard let answer = try? JSONDecoder().decode(IssuerService.AnswerBody.self, from: content),
        let key = Hexadecimal.decode(answer.public_key), let response = Hexadecimal.decode(answer.response)
      else { throw .malformed }
      return (key, response)
    case 401: throw .unknownKey
    case 403: throw .unavailable("a credential: the issuer knows of no live consent")
    case 409: throw .limitReached
    default: return nil
    }
  }
}
