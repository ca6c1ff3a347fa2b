/// The point that a presentation context stands for (the draft's generatorT).
enum PresentationContext {
  private static let tag = HashToGroup.tag("Tag")

  static func generator(_ context: [UInt8], _ workspace: Workspace) -> EncodedElement {
    let element = HashToGroup.element(context, tag: tag, workspace)
    guard let bytes = element.compressed(workspace) else {
      preconditionFailure("a message that hashes to the identity")
    }
    return EncodedElement(element: element, bytes: bytes)
  }
}
