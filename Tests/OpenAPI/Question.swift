import Core
import Credentials
import Foundation
import Issuer

@testable import swerve

/// The body of a request for a credential.
enum Question {
  static func body(
    _ camera: PairedCamera, signedBy signer: PairedCamera? = nil, day: Int32, _ request: [UInt8]
  ) throws -> Data {
    let signed = IssuerMachine.signedBytes(vehicle: camera.vehicleID, day: day, request: request)
    return try JSONEncoder().encode(
      IssuerService.QuestionBody(
        vehicle_id: camera.vehicleID.hexadecimal, day: day, request: hexadecimal(request),
        signature: hexadecimal((signer ?? camera).device.sign(signed))))
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
