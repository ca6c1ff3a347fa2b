/// Why something the camera noticed does not leave the car. The raw values are the names in reports and counters.
public enum WithholdingReason: String, Hashable, Sendable, CaseIterable {
  case noConsent = "no_consent"
  case nearTripStart = "near_trip_start"
  case poorPosition = "poor_position"
  case contradictedByGPS = "contradicted_by_gps"
  case unconfirmedByGPS = "unconfirmed_by_gps"
  case personalOnly = "personal_only"
  case repeated = "repeated"
  case noCredential = "no_credential"
  case tooOld = "too_old"

  public var explanation: String {
    switch self {
    case .noConsent: "no live consent to take part in the hazard network"
    case .nearTripStart: "too near to where this drive began, which may be a home"
    case .poorPosition: "no position, or one too uncertain to warn anybody at"
    case .contradictedByGPS: "the GPS speed shows that the car did not do this: a bump or a hand on the mount"
    case .unconfirmedByGPS: "no GPS speed around it to confirm it, and the accelerometer alone is not good enough"
    case .personalOnly: "how one drives concerns the driver only"
    case .repeated: "another one of its kind has just been sent from the same moment or place"
    case .noCredential: "no anonymous credential for this day was at hand in time"
    case .tooOld: "too late to warn anybody: the network refuses it"
    }
  }
}
