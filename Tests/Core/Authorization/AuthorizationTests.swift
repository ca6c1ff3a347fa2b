import Core
import Testing

@Suite("Who may do what")
struct AuthorizationTests {
  static func id(_ number: UInt64) -> RecordID { RecordID(high: 0, low: number) }

  static let account = id(1)
  static let vehicle = id(2)

  static let principals: [(name: String, principal: Principal)] = [
    ("anonymous", .anonymous), ("owner", .owner(account: account)),
    ("device", .device(vehicle: vehicle, account: account)), ("insurer", .insurer(id: id(3))), ("service", .service),
  ]

  /// In the order of the seven marks of each column of the table.
  static let resources: [Resource] = [
    .common,
    .account(account),
    .vehicle(vehicle, account: account),
    // Another vehicle of the account.
    .vehicle(id(4), account: account),
    // Another account and its vehicle.
    .account(id(5)),
    .vehicle(id(6), account: id(5)),
    // The vehicle, under another account.
    .vehicle(vehicle, account: id(5)),
  ]

  /// + allowed, ? not signed in, - not permitted, . not yours.
  static let table = """
    action            anonymous owner   device  insurer service
    readHazards       +...... +...... +...... +...... +......
    signIn            +...... +...... ------- ------- -------
    signOut           ??????? .+++... ------- ------- -------
    listTrips         ??????? .+++... ------- ------- -------
    readTrip          ??????? .+++... ------- ------- -------
    listEvents        ??????? .+++... ------- ------- -------
    readEvent         ??????? .+++... ------- ------- -------
    listClips         ??????? .+++... ------- ------- -------
    readClip          ??????? .+++... ------- ------- -------
    readClipContent   ??????? .+++... ------- ------- -------
    starClip          ??????? .+++... ------- ------- -------
    unstarClip        ??????? .+++... ------- ------- -------
    deleteClip        ??????? .+++... ------- ------- -------
    restoreClip       ??????? .+++... ------- ------- -------
    readStorage       ??????? .+++... ------- ------- -------
    pairVehicle       ??????? .+++... ------- ------- -------
    requestCredential ??????? ------- ..+.... ------- -------
    createUpload      ??????? ------- ..+.... ------- -------
    readUploadOffset  ??????? ------- ..+.... ------- -------
    appendUpload      ??????? ------- ..+.... ------- -------
    terminateUpload   ??????? ------- ..+.... ------- -------
    readInsights      ??????? ------- ------- +...... -------
    evictClip         ??????? ------- ------- ------- .++++++
    sweepUpload       ??????? ------- ------- ------- .++++++
    issueSignInLink   ??????? ------- ------- ------- .++++++
    issueInsurerKey   ??????? ------- ------- ------- +......
    """

  static func mark(_ decision: Authorization.Decision) -> Character {
    switch decision {
    case .allowed: "+"
    case .denied(.notSignedIn): "?"
    case .denied(.notPermitted): "-"
    case .denied(.notYours): "."
    }
  }

  @Test func `is this table, whole`() {
    var lines = ["action            anonymous owner   device  insurer service"]
    for action in Action.allCases {
      let marks = Self.principals.map { entry in
        String(Self.resources.map { Self.mark(Authorization.decide(entry.principal, action, $0)) })
      }
      let name = action.rawValue + String(repeating: " ", count: max(0, 17 - action.rawValue.count))
      lines.append(([name] + marks).joined(separator: " "))
    }
    #expect(lines.joined(separator: "\n") == Self.table)
  }

  @Test func `gives a device nothing that is listed, read, starred or deleted of an archive`() {
    let device = Principal.device(vehicle: Self.vehicle, account: Self.account)
    let harmless: Set<Action> = [
      .readHazards, .requestCredential, .createUpload, .readUploadOffset, .appendUpload, .terminateUpload,
    ]
    for action in Action.allCases where !harmless.contains(action) {
      for resource in Self.resources {
        #expect(Authorization.decide(device, action, resource) == .denied(.notPermitted), "\(action) \(resource)")
      }
    }
  }

  @Test(arguments: UInt64(10)..<20) func `gives an owner nothing of another account, whatever the ids`(number: UInt64) {
    let others: [Resource] = [
      .account(Self.id(number)), .vehicle(Self.vehicle, account: Self.id(number)),
      .vehicle(Self.account, account: Self.id(number)),
    ]
    for action in Action.allCases {
      for resource in others {
        #expect(Authorization.decide(.owner(account: Self.account), action, resource) != .allowed)
      }
    }
  }

  /// A 401 or 403 that depended on the row would tell that the row is there.
  @Test func `tells nothing of what exists: any other denial than "not yours" is the same for everything`() {
    for (_, principal) in Self.principals {
      for action in Action.allCases {
        let decisions = Set(Self.resources.map { Authorization.decide(principal, action, $0) })
        let isBlind = decisions == [.denied(.notPermitted)] || decisions == [.denied(.notSignedIn)]
        #expect(isBlind || decisions == [.allowed, .denied(.notYours)], "\(principal) \(action)")
      }
    }
  }

  @Test func `lets nobody but its owner read an archive`() {
    let reading: [Action] = [
      .listTrips, .readTrip, .listEvents, .readEvent, .listClips, .readClip, .readClipContent, .readStorage,
    ]
    for (name, principal) in Self.principals where name != "owner" {
      for action in reading {
        for resource in Self.resources {
          #expect(Authorization.decide(principal, action, resource) != .allowed, "\(name) \(action)")
        }
      }
    }
  }

  @Test func `has somebody for every action`() {
    for action in Action.allCases {
      let isAllowed = Self.principals.contains { entry in
        Self.resources.contains { Authorization.decide(entry.principal, action, $0) == .allowed }
      }
      #expect(isAllowed, "\(action)")
    }
  }
}
