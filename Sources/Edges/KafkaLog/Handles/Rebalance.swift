/// What the group told this member. With an eager assignor every change revokes all first.
enum Rebalance {
  case assigned([NamedPartition])
  /// `lost`: the group has given them away already.
  case revoked(lost: Bool)
}
