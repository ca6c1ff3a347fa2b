/// Who may do what: one matrix of principal and action, then whose the thing is.
public enum Authorization {
  public enum Decision: Hashable, Sendable {
    case allowed
    case denied(Denial)
  }

  /// Why not. `.notSignedIn` and `.notPermitted` follow from principal and action alone, so they tell nothing of what is
  /// there.
  public enum Denial: Hashable, Sendable {
    /// Signing in or showing a key may help (HTTP 401).
    case notSignedIn
    /// Never for a principal of this kind (HTTP 403).
    case notPermitted
    /// Somebody else's: answered exactly as what does not exist (HTTP 404).
    case notYours
  }

  public static func decide(_ principal: Principal, _ action: Action, _ resource: Resource) -> Decision {
    switch reach(of: principal, action) {
    case .nothing: .denied(principal == .anonymous ? .notSignedIn : .notPermitted)
    case .common: resource == .common ? .allowed : .denied(.notYours)
    case .own: owns(principal, resource) ? .allowed : .denied(.notYours)
    case .anybodys: resource == .common ? .denied(.notYours) : .allowed
    }
  }

  /// How far a principal's hand reaches with an action.
  private enum Reach {
    case nothing
    /// What is nobody's.
    case common
    /// An owner's account with its vehicles; a device's own vehicle.
    case own
    /// Any account's things.
    case anybodys
  }

  // Every pair is written out: a new action does not compile until it is decided for everybody.
  private static func reach(of principal: Principal, _ action: Action) -> Reach {
    switch principal {
    case .anonymous: ofAnybody(action)
    case .owner: ofOwner(action)
    case .device: ofDevice(action)
    case .insurer: ofInsurer(action)
    case .service: ofService(action)
    }
  }

  private static func ofAnybody(_ action: Action) -> Reach {
    switch action {
    case .readHazards, .signIn: .common
    case .signOut, .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent, .starClip,
      .unstarClip, .deleteClip, .restoreClip, .readStorage, .pairVehicle, .requestCredential, .createUpload,
      .readUploadOffset, .appendUpload, .terminateUpload, .readInsights, .evictClip, .sweepUpload, .issueSignInLink,
      .issueInsurerKey:
      .nothing
    }
  }

  private static func ofOwner(_ action: Action) -> Reach {
    switch action {
    case .readHazards, .signIn: .common
    case .signOut, .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent, .starClip,
      .unstarClip, .deleteClip, .restoreClip, .readStorage, .pairVehicle:
      .own
    case .requestCredential, .createUpload, .readUploadOffset, .appendUpload, .terminateUpload, .readInsights,
      .evictClip, .sweepUpload, .issueSignInLink, .issueInsurerKey:
      .nothing
    }
  }

  /// A key that lies in a car for years must open nothing: it appends its own, and that is all.
  private static func ofDevice(_ action: Action) -> Reach {
    switch action {
    case .readHazards: .common
    case .requestCredential, .createUpload, .readUploadOffset, .appendUpload, .terminateUpload: .own
    case .signIn, .signOut, .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent,
      .starClip, .unstarClip, .deleteClip, .restoreClip, .readStorage, .pairVehicle, .readInsights, .evictClip,
      .sweepUpload, .issueSignInLink, .issueInsurerKey:
      .nothing
    }
  }

  private static func ofInsurer(_ action: Action) -> Reach {
    switch action {
    case .readHazards, .readInsights: .common
    case .signIn, .signOut, .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent,
      .starClip, .unstarClip, .deleteClip, .restoreClip, .readStorage, .pairVehicle, .requestCredential, .createUpload,
      .readUploadOffset, .appendUpload, .terminateUpload, .evictClip, .sweepUpload, .issueSignInLink, .issueInsurerKey:
      .nothing
    }
  }

  /// The service removes what must go; it opens nothing for anybody.
  private static func ofService(_ action: Action) -> Reach {
    switch action {
    case .readHazards, .issueInsurerKey: .common
    case .evictClip, .sweepUpload, .issueSignInLink: .anybodys
    case .signIn, .signOut, .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent,
      .starClip, .unstarClip, .deleteClip, .restoreClip, .readStorage, .pairVehicle, .requestCredential, .createUpload,
      .readUploadOffset, .appendUpload, .terminateUpload, .readInsights:
      .nothing
    }
  }

  private static func owns(_ principal: Principal, _ resource: Resource) -> Bool {
    switch (principal, resource) {
    case (.owner(let account), .account(let owner)): account == owner
    case (.owner(let account), .vehicle(_, let owner)): account == owner
    case (.device(let vehicle, let account), .vehicle(let other, let owner)): vehicle == other && account == owner
    case (.anonymous, _), (.insurer, _), (.service, _), (.device, _), (_, .common): false
    }
  }
}
