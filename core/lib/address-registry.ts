// The blocks of IPv4 and IPv6 that are not public unicast, with the RFC that set each aside.
//
// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, read 2026-11. The first block that
// holds an address decides, so an exception stands before the block it lies in. Blocks that IANA marks
// globally reachable but that serve protocols, not hosts (AS112, AMT, relays), are listed as reserved.

export type SpecialAddressKind =
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'link_local'
  | 'metadata'
  | 'cgnat'
  | 'multicast'
  | 'documentation'
  | 'benchmark'
  | 'translated'
  | 'reserved'

type Registry = readonly (readonly [block: string, kind: SpecialAddressKind])[]

export const addressKinds4: Registry = [
  ['169.254.169.254/32', 'metadata'], // AWS, Azure, Google Cloud and most others
  ['169.254.170.2/32', 'metadata'], // AWS, credentials of containers
  ['169.254.170.23/32', 'metadata'], // AWS, credentials of pods
  ['100.100.100.200/32', 'metadata'], // Alibaba Cloud
  ['192.0.0.192/32', 'metadata'], // Oracle Cloud
  ['168.63.129.16/32', 'metadata'], // Azure's host agent, on a public address
  ['0.0.0.0/32', 'unspecified'], // RFC 1122
  ['0.0.0.0/8', 'reserved'], // RFC 791, "this network"
  ['10.0.0.0/8', 'private'], // RFC 1918
  ['100.64.0.0/10', 'cgnat'], // RFC 6598
  ['127.0.0.0/8', 'loopback'], // RFC 1122
  ['169.254.0.0/16', 'link_local'], // RFC 3927
  ['172.16.0.0/12', 'private'], // RFC 1918
  ['192.0.0.0/24', 'reserved'], // RFC 6890
  ['192.0.2.0/24', 'documentation'], // RFC 5737
  ['192.31.196.0/24', 'reserved'], // RFC 7535, AS112
  ['192.52.193.0/24', 'reserved'], // RFC 7450, AMT
  ['192.88.99.0/24', 'translated'], // RFC 7526, former 6to4 relays
  ['192.168.0.0/16', 'private'], // RFC 1918
  ['192.175.48.0/24', 'reserved'], // RFC 7534, AS112
  ['198.18.0.0/15', 'benchmark'], // RFC 2544
  ['198.51.100.0/24', 'documentation'], // RFC 5737
  ['203.0.113.0/24', 'documentation'], // RFC 5737
  ['224.0.0.0/4', 'multicast'], // RFC 5771
  ['240.0.0.0/4', 'reserved'], // RFC 1112, and the broadcast address of RFC 919
]

export const addressKinds6: Registry = [
  ['fd00:ec2::254/128', 'metadata'], // AWS
  ['fd20:ce::254/128', 'metadata'], // Google Cloud
  ['::/128', 'unspecified'], // RFC 4291
  ['::1/128', 'loopback'], // RFC 4291
  ['::/96', 'translated'], // RFC 4291, IPv4-compatible, deprecated
  ['::ffff:0:0/96', 'translated'], // RFC 4291, IPv4-mapped
  ['::ffff:0:0:0/96', 'translated'], // RFC 2765, IPv4-translated
  ['64:ff9b::/96', 'translated'], // RFC 6052, NAT64
  ['64:ff9b:1::/48', 'translated'], // RFC 8215, local NAT64
  ['100::/64', 'reserved'], // RFC 6666, discard
  ['100:0:0:1::/64', 'reserved'], // RFC 9780, dummy prefix
  ['2001::/32', 'translated'], // RFC 4380, Teredo
  ['2001:2::/48', 'benchmark'], // RFC 5180
  ['2001::/23', 'reserved'], // RFC 2928; ORCHID (4843, 7343) and DRIP (9374) lie within
  ['2001:db8::/32', 'documentation'], // RFC 3849
  ['2002::/16', 'translated'], // RFC 3056, 6to4
  ['2620:4f:8000::/48', 'reserved'], // RFC 7534, AS112
  ['3ffe::/16', 'reserved'], // RFC 3701, the former 6bone
  ['3fff::/20', 'documentation'], // RFC 9637
  ['5f00::/16', 'reserved'], // RFC 9602, SRv6
  ['fc00::/7', 'private'], // RFC 4193, unique local
  ['fe80::/10', 'link_local'], // RFC 4291
  ['fec0::/10', 'private'], // RFC 3879, site-local, deprecated
  ['ff00::/8', 'multicast'], // RFC 4291
]
