/// A route without its handler: "GET /v1/hazards/{id}".
package struct RouteName: Hashable, Sendable {
  package let method: HTTPMethod
  package let template: String
}
