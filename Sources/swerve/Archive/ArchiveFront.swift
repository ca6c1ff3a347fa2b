import Core
import HTTPFront
import Ports

/// The HTTP face of the archive: signing in, trips and incidents.
enum ArchiveFront {
  static func server(
    address: String = "127.0.0.1", port: UInt16, owners: OwnerAccess, views: any ArchiveViews, keys: DriverKeys
  ) -> HTTPServer {
    var router = Router()
    addRoutes(to: &router, owners: owners, views: views, keys: keys)
    var health = HealthChecks()
    health.require("views") {
      // Any question that the views answer shows that they can.
      let nobody = RecordID(high: 0, low: 0)
      do throws(ViewError) {
        _ = try await views.trip(nobody, of: nobody)
        return nil
      } catch { return "the database of the views does not answer" }
    }
    health.addRoutes(to: &router)
    Metrics().addRoute(to: &router)
    var configuration = HTTPServerConfiguration()
    configuration.address = address
    configuration.port = port
    return HTTPServer(configuration: configuration, router: router)
  }

  static func addRoutes(
    to router: inout Router, owners: OwnerAccess, views: any ArchiveViews, keys: DriverKeys
  ) {
    owners.addRoutes(to: &router)
    ArchiveRoutes(views: views, records: SealedRows(keys: keys)) { try await owners.owner($0, $1) }.add(to: &router)
  }
}
