internal import CEventSchemas
internal import CProtobufC

/// A message as protobuf-c reads it, and its only owner. What its pointers lead to lives as long as it does.
@safe
struct UnpackedMessage<Message>: ~Copyable {
  typealias Unpack = (
    UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?
  ) -> UnsafeMutablePointer<Message>?

  private let message: UnsafeMutablePointer<Message>

  struct Refused: Error {}

  /// Throws when protobuf-c refuses the bytes. `unpack` is the generated function of the message.
  init(_ bytes: [UInt8], _ unpack: Unpack) throws(Refused) {
    let unpacked = unsafe bytes.withUnsafeBufferPointer { unsafe unpack(nil, $0.count, $0.baseAddress) }
    guard let unpacked = unsafe unpacked else { throw Refused() }
    unsafe message = unpacked
  }

  deinit { unsafe protobuf_c_message_free_unpacked(base, nil) }

  /// Every generated struct begins with the base (protobuf-c.h, "ProtobufCMessage").
  private var base: UnsafeMutablePointer<ProtobufCMessage> {
    unsafe UnsafeMutableRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
  }

  borrowing func read<Value>(_ body: (Message) throws -> Value) rethrows -> Value {
    unsafe try body(message.pointee)
  }

  /// The bytes that protobuf-c writes for it.
  borrowing func packed() -> [UInt8] {
    let size = unsafe protobuf_c_message_get_packed_size(base)
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
      count = unsafe size == 0 ? 0 : protobuf_c_message_pack(base, target.baseAddress)
    }
  }
}

extension MessageKind {
  /// What protobuf-c makes of the bytes when it reads and writes them; nil when it refuses them.
  func repackedByProtobufC(_ bytes: [UInt8]) -> [UInt8]? {
    switch self {
    case .hazardSighting: unsafe Self.repacked(bytes, swerve__network__v1__hazard_sighting__unpack)
    case .exposure: unsafe Self.repacked(bytes, swerve__network__v1__exposure__unpack)
    case .sceneSample: unsafe Self.repacked(bytes, swerve__network__v1__scene_sample__unpack)
    case .admittedBatch: unsafe Self.repacked(bytes, swerve__network__v1__admitted_batch__unpack)
    case .hazardRevision: unsafe Self.repacked(bytes, swerve__network__v1__hazard_revision__unpack)
    case .baselineTile: unsafe Self.repacked(bytes, swerve__network__v1__baseline_tile__unpack)
    case .rejection: unsafe Self.repacked(bytes, swerve__network__v1__rejection__unpack)
    case .driveEvent: unsafe Self.repacked(bytes, swerve__personal__v1__drive_event__unpack)
    case .clipEvent: unsafe Self.repacked(bytes, swerve__personal__v1__clip_event__unpack)
    case .accountEvent: unsafe Self.repacked(bytes, swerve__personal__v1__account_event__unpack)
    case .sealedRecord: unsafe Self.repacked(bytes, swerve__personal__v1__sealed_record__unpack)
    }
  }

  private static func repacked<Message>(_ bytes: [UInt8], _ unpack: UnpackedMessage<Message>.Unpack) -> [UInt8]? {
    do { return unsafe try UnpackedMessage(bytes, unpack).packed() } catch { return nil }
  }
}
