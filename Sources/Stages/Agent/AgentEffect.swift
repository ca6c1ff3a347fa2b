public import Core

/// What the machine decides; the service, or whoever inspects, does it.
public enum AgentEffect: Hashable, Sendable {
  /// May leave the car, once it has an id and a proof.
  case sighting(SightingDraft)
  /// Noticed, and stays in the car for the reason given.
  case withheld(RoadEvent, reason: WithholdingReason)
  /// Happened: for the driver's own archive, whether or not the network hears of it.
  case incident(RoadEvent)
  case drive(DriveTransition)
  /// An ordinary pass: may leave the car too, later, among others of its hour.
  case exposure(ExposureDraft)
  /// Goes to the driver's own archive.
  case archive(DriveEntry)
}
