// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: strict concurrency and memory safety, and no warning passes.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// The rules as values: no I/O, no clock, no randomness.
func core(_ name: String) -> Target {
  .target(name: name, path: "Sources/\(name)", swiftSettings: strict)
}

/// What stages need from outside.
func ports(_ name: String) -> Target {
  .target(name: name, dependencies: ["Core"], path: "Sources/\(name)", swiftSettings: strict)
}

/// One box of the flow.
func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: ["Core", "Ports"] + dependencies, path: "Sources/Stages/\(name)",
    swiftSettings: strict)
}

/// One outside thing. An edge imports C modules, never another edge.
func edge(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: ["Core", "Ports"] + dependencies, path: "Sources/Edges/\(name)",
    swiftSettings: strict)
}

/// A C library of the system, seen through a module map.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/Edges/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: ["TestSupport", "Core", "Ports"] + dependencies, path: "Tests/\(path)",
    swiftSettings: strict)
}

let package = Package(
  name: "swerve",
  products: [.executable(name: "swerve", targets: ["swerve"])],
  targets: [
    core("Core"),
    ports("Ports"),

    stage("Runtime"),
    stage("Agent"),
    stage("Admission", ["Runtime"]),
    stage("Inference", ["Runtime"]),
    stage("Alerts"),
    stage("Issuer"),
    stage("Projections", ["Runtime"]),
    stage("Clips", ["Runtime"]),
    stage("Insights", ["Runtime"]),
    stage("History", ["Runtime"]),

    system("CRdKafka", pkgConfig: "rdkafka", apt: "librdkafka-dev"),
    system("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
    system("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    system("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("CProtobufC", pkgConfig: "libprotobuf-c", apt: "libprotobuf-c-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    .target(name: "CEventSchemas", dependencies: ["CProtobufC"], path: "Sources/Edges/CEventSchemas"),

    edge("EventCodec", []),
    edge("KafkaLog", ["CRdKafka"]),
    edge("HTTPFront", ["CMicroHTTPD"]),
    .target(
      name: "PostgresViews", dependencies: ["Core", "Ports", "CPostgres"], path: "Sources/Edges/PostgresViews",
      resources: [.embedInCode("Migrations")], swiftSettings: strict),
    edge("Spool", ["CSQLite"]),
    edge("Sealing", ["COpenSSL"]),
    edge("Credentials", ["COpenSSL"]),
    edge("Recordings", ["CZlib"]),
    edge("ObjectStores", []),

    .executableTarget(
      name: "swerve",
      dependencies: [
        "Core", "Ports", "Runtime", "Agent", "Admission", "Inference", "Alerts", "Issuer",
        "Projections", "Clips", "Insights", "History", "EventCodec", "KafkaLog", "HTTPFront", "PostgresViews",
        "Spool", "Sealing", "Credentials", "Recordings", "ObjectStores",
      ],
      path: "Sources/swerve", resources: [.embedInCode("Page")], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Core", "Ports", "Credentials", "PostgresViews"], path: "Tests/Support",
      swiftSettings: strict),
    tests("CoreTests", "Core", []),
    tests(
      "StagesTests", "Stages",
      [
        "Runtime", "Agent", "Admission", "Inference", "Alerts", "Issuer", "Projections", "Insights", "History", "EventCodec",
        "Credentials", "Sealing", "HTTPFront", "swerve",
      ]),
    tests("EventCodecTests", "Edges/EventCodec", ["EventCodec", "CEventSchemas", "CProtobufC"]),
    tests("KafkaLogTests", "Edges/KafkaLog", ["KafkaLog"]),
    tests("HTTPFrontTests", "Edges/HTTPFront", ["HTTPFront"]),
    tests("PostgresViewsTests", "Edges/PostgresViews", ["PostgresViews"]),
    tests("SpoolTests", "Edges/Spool", ["Spool"]),
    tests("SealingTests", "Edges/Sealing", ["Sealing"]),
    tests("ObjectStoresTests", "Edges/ObjectStores", ["ObjectStores"]),
    tests("CredentialsTests", "Edges/Credentials", ["Credentials"]),
    tests("RecordingsTests", "Edges/Recordings", ["Recordings"]),
    tests("AccessTests", "Access", ["swerve", "HTTPFront"]),
    tests("ArchitectureTests", "Architecture", ["swerve"]),
    tests("OpenAPITests", "OpenAPI", [
      "swerve", "HTTPFront", "Credentials", "EventCodec", "Issuer", "Sealing", "Clips", "ObjectStores", "PostgresViews",
      "Runtime", "Recordings", "Agent",
    ]),
    tests("DemoTests", "Demo", ["swerve", "Agent", "Recordings"]),
    tests("BrowserTests", "Browser", []),
    tests("SimulationTests", "Simulation", ["swerve", "KafkaLog", "EventCodec", "Credentials", "PostgresViews"]),
    tests("CommandLineTests", "CommandLine", ["swerve", "Recordings"]),
  ],
  cLanguageStandard: .gnu11
)
