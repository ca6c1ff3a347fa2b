/// Everything that can be asked of the interface, and what the service itself does to what it keeps for a driver.
public enum Action: String, Hashable, Sendable, CaseIterable {
  // Of anybody.
  case readHazards
  /// With a one-time link.
  case signIn

  // Of a driver's archive.
  case signOut
  case listTrips, readTrip
  case listEvents, readEvent
  case listClips, readClip
  /// The bytes of a clip.
  case readClipContent
  case starClip, unstarClip
  case deleteClip
  /// Undoes a deletion while its bytes are still there.
  case restoreClip
  case readStorage
  case pairVehicle

  // Of a camera.
  /// The anonymous credential of a day.
  case requestCredential
  case createUpload
  /// How many bytes of an upload have arrived.
  case readUploadOffset
  case appendUpload
  /// Gives up an upload that is not complete; a complete one is a clip, and a camera deletes none.
  case terminateUpload

  // Of an insurer.
  /// Figures released in the aggregate.
  case readInsights

  // Of the service.
  /// Drive footage that rolls over.
  case evictClip
  /// Bytes that nobody declared, or an upload that nobody goes on with.
  case sweepUpload
  case issueSignInLink
  case issueInsurerKey
}
