import Core

/// Where a car of the demo is, for the page. It never enters the network: only what the camera felt does.
struct CarPosition: Hashable, Sendable {
  var camera: Int
  var position: Coordinate
  var course: Course
  var speed: Speed
}
