import Core
import Foundation
import HTTPFront
import Synchronization

/// What the page shows beside the hazards: cars, the flow, alerts as they are pushed. The demo's own; no service has
/// it.
final class DemoStream: Sendable {
  static let path = "/v1/demo/stream"

  let hub: EventStreamHub
  private let counter = Atomic<UInt64>(0)

  init() {
    var limits = EventStreamLimits()
    // A second ago is of no interest here.
    limits.replayEvents = 16
    hub = EventStreamHub(limits: limits)
  }

  var server: EventStreamServer.Stream {
    EventStreamServer.Stream(path: Self.path, hub: hub) { _ in Subscription(topics: [], snapshot: { [] }) }
  }

  struct FlowStage: Encodable {
    var name: String
    /// Records a second.
    var rate: Double
    var total: Int
  }

  func publishCars(_ cars: [CarPosition], at time: Timestamp) {
    struct Cars: Encodable {
      var t: Int64
      var cars: [[Double]]
    }
    let rows = cars.map { car in
      [
        Double(car.camera), car.position.latitude, car.position.longitude, car.course.degrees,
        (Double(car.speed.metersPerSecond) * 10).rounded() / 10,
      ]
    }
    publish("cars", Cars(t: time.milliseconds, cars: rows))
  }

  func publishFlow(_ stages: [FlowStage], lag: Int, at time: Timestamp) {
    struct Flow: Encodable {
      var t: Int64
      var stages: [FlowStage]
      var lag: Int
    }
    publish("flow", Flow(t: time.milliseconds, stages: stages, lag: lag))
  }

  func publishAlert(car: Int, hazard: RecordID, distance: Distance, at time: Timestamp) {
    struct Alert: Encodable {
      var t: Int64
      var car: Int
      var hazard: String
      var distance_m: Int
    }
    publish(
      "alert",
      Alert(t: time.milliseconds, car: car, hazard: hazard.hexadecimal, distance_m: Int(distance.meters.rounded())))
  }

  private func publish(_ name: String, _ value: some Encodable) {
    let number = counter.add(1, ordering: .relaxed).newValue
    hub.publish(StreamEvent(id: String(number), name: name, data: AlertService.json(value)), topics: [])
  }
}
