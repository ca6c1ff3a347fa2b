internal import CRdKafka
public import Core

extension EmbeddedBroker {
  /// A kind of request of Kafka's protocol, by its key.
  public struct Request: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int16
    public init(rawValue: Int16) { self.rawValue = rawValue }

    public static let produce = Request(rawValue: 0)
    public static let fetch = Request(rawValue: 1)
    public static let listOffsets = Request(rawValue: 2)
    public static let metadata = Request(rawValue: 3)
    public static let offsetCommit = Request(rawValue: 8)
    public static let offsetFetch = Request(rawValue: 9)
    public static let joinGroup = Request(rawValue: 11)
    public static let heartbeat = Request(rawValue: 12)
    public static let initProducerID = Request(rawValue: 22)
    public static let addPartitionsToTransaction = Request(rawValue: 24)
    public static let addOffsetsToTransaction = Request(rawValue: 25)
    public static let endTransaction = Request(rawValue: 26)
    public static let transactionOffsetCommit = Request(rawValue: 28)
  }

  /// What a request is answered with, by Kafka's error code (negative ones are librdkafka's own).
  public struct Fault: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// No answer: the connection is cut. `RD_KAFKA_RESP_ERR__TRANSPORT`
    public static let disconnect = Fault(rawValue: -195)
    /// An answer without error (to be late, for instance).
    public static let none = Fault(rawValue: 0)
    public static let notLeader = Fault(rawValue: 6)
    public static let requestTimedOut = Fault(rawValue: 7)
    public static let recordTooLarge = Fault(rawValue: 10)
    public static let coordinatorLoading = Fault(rawValue: 14)
    public static let notEnoughReplicas = Fault(rawValue: 19)
    public static let illegalGeneration = Fault(rawValue: 22)
    public static let topicNotAuthorized = Fault(rawValue: 29)
    public static let invalidProducerEpoch = Fault(rawValue: 47)
    public static let producerFenced = Fault(rawValue: 90)

    var code: rd_kafka_resp_err_t { rd_kafka_resp_err_t(rawValue) }
  }

  /// The next requests of this kind get these answers, one each, whichever broker they reach.
  public func fail(_ request: Request, with faults: [Fault]) {
    cluster.failRequests(request.rawValue, with: faults.map(\.code))
  }

  /// Takes back what `fail` has not used yet.
  public func stopFailing(_ request: Request) { cluster.forgetErrors(of: request.rawValue) }

  /// The next request of this kind that reaches the broker is answered this much later. Brokers count from 1.
  public func delay(_ request: Request, by delay: Timestamp.Span, fault: Fault = .none, broker: Int = 1) {
    let code = cluster.delayAnswer(
      to: request.rawValue, on: Int32(clamping: broker), error: fault.code, milliseconds: delay.callMilliseconds)
    Self.require(code, broker)
  }

  /// Cuts the broker's connections and takes no new ones; no leader moves. nil: all brokers.
  public func takeDown(broker: Int? = nil) { Self.require(cluster.setDown(Self.number(broker)), broker) }

  public func bringUp(broker: Int? = nil) { Self.require(cluster.setUp(Self.number(broker)), broker) }

  /// Every answer takes this long from now on.
  public func setRoundTrip(_ span: Timestamp.Span, broker: Int? = nil) {
    Self.require(cluster.setRoundTrip(Self.number(broker), milliseconds: span.callMilliseconds), broker)
  }

  public func moveLeader(of topic: String, partition: Int32, to broker: Int) {
    Self.require(cluster.setLeader(topic, partition, Int32(clamping: broker)), broker)
  }

  private static func number(_ broker: Int?) -> Int32 { broker.map { Int32(clamping: $0) } ?? -1 }

  private static func require(_ code: rd_kafka_resp_err_t, _ broker: Int?) {
    precondition(code == RD_KAFKA_RESP_ERR_NO_ERROR, "no such broker: \(broker.map(String.init) ?? "all")")
  }
}
