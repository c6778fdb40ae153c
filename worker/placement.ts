// Where data lies: each database has a region or none, and the Durable Objects of what lives in a database are placed with it.
// An object's jurisdiction is part of its id, so a database never changes its region once anything lives there.
//
//   eu, us   a jurisdiction: the object runs and stores there only
//            (developers.cloudflare.com/durable-objects/reference/data-location, read 2026-11-23)
//   apac     a location hint: nearby, as far as the platform can; it promises nothing
//   none     wherever the platform puts it. So it is locally: workerd outside Cloudflare has no jurisdictions.
import type { Region } from '../core/contract/regions.ts'

/** `directory`, or a shard's name. */
type Database = string

export interface Placement {
  /** Regions in which a new organization may live. */
  readonly regions: readonly Region[]
  /** The shards that take new organizations of that region. */
  shardsIn(region: Region): readonly string[]
  /** Reaches the object of that name which belongs to what lives in the database. RPC keeps the shape of its class. */
  object<Port>(namespace: DurableObjectNamespace, name: string, database: Database): Port
}

const everyRegion: readonly Region[] = ['eu', 'us', 'apac']
const jurisdictions = { eu: 'eu', us: 'us', apac: null } as const
const locationHints = { eu: null, us: null, apac: 'apac' } as const

/**
 * @param regions by database; a shard without one takes organizations of every region
 * @throws Error when a region is given to a shard that is not bound
 */
export function makePlacement(
  regions: ReadonlyMap<Database, Region>,
  shards: readonly string[],
): Placement {
  const unknown = [...regions.keys()].filter(
    (each) => each !== 'directory' && !shards.includes(each),
  )
  if (unknown.length > 0) {
    throw new Error(`DATABASE_REGIONS names databases that are not bound: ${unknown.join(', ')}`)
  }
  const shardsIn = (region: Region) =>
    shards.filter((shard) => (regions.get(shard) ?? region) === region)
  return {
    regions: everyRegion.filter((region) => shardsIn(region).length > 0),
    shardsIn,
    object<Port>(namespace: DurableObjectNamespace, name: string, database: Database): Port {
      const region = regions.get(database)
      const jurisdiction = region ? jurisdictions[region] : null
      const locationHint = region ? locationHints[region] : null
      const home = jurisdiction ? namespace.jurisdiction(jurisdiction) : namespace
      const options = locationHint ? { locationHint } : {}
      return home.get(home.idFromName(name), options) as unknown as Port
    },
  }
}
