// Which namespace an object is asked of, by the region of its database. The platform's own jurisdictions exist only on its network:
// what is tested is what we ask it for.
import { expect, test } from 'vitest'
import { makePlacement } from '../../worker/placement.ts'

const regions = new Map([
  ['directory', 'eu'],
  ['00', 'eu'],
  ['01', 'us'],
  ['02', 'apac'],
] as const)
const shards = ['00', '01', '02', '03']

/** A namespace whose objects say how they were asked for. */
function namespace(jurisdiction: string | null = null): DurableObjectNamespace {
  return {
    jurisdiction: (name: string) => namespace(name),
    idFromName: (name: string) => name,
    get: (name: string, options?: object) => ({ jurisdiction, name, ...options }),
  } as unknown as DurableObjectNamespace
}

test('an object lies in the jurisdiction of its database', () => {
  const { object } = makePlacement(regions, shards)
  expect(object(namespace(), 'org_1', '00')).toEqual({ jurisdiction: 'eu', name: 'org_1' })
  expect(object(namespace(), 'org_1', '01')).toEqual({ jurisdiction: 'us', name: 'org_1' })
  expect(object(namespace(), 'home', 'directory')).toEqual({ jurisdiction: 'eu', name: 'home' })
})

test('where there is no jurisdiction it is near its database, without a promise', () => {
  const { object } = makePlacement(regions, shards)
  const asked = { jurisdiction: null, name: 'org_1', locationHint: 'apac' }
  expect(object(namespace(), 'org_1', '02')).toEqual(asked)
})

test('of a database without a region it is wherever the platform puts it', () => {
  const { object } = makePlacement(regions, shards)
  expect(object(namespace(), 'org_1', '03')).toEqual({ jurisdiction: null, name: 'org_1' })
})

test('a new organization goes to shards of its region, and to those of none', () => {
  const { shardsIn, regions: open } = makePlacement(regions, shards)
  expect(shardsIn('eu')).toEqual(['00', '03'])
  expect(shardsIn('apac')).toEqual(['02', '03'])
  expect(open).toEqual(['eu', 'us', 'apac'])
})

test('a region without a shard is not offered', () => {
  const { shardsIn, regions: open } = makePlacement(regions, ['00', '01', '02'].slice(0, 3))
  expect(open).toEqual(['eu', 'us', 'apac'])
  expect(shardsIn('us')).toEqual(['01'])
  const one = makePlacement(new Map([['00', 'eu']]), ['00'])
  expect(one.regions).toEqual(['eu'])
  expect(one.shardsIn('us')).toEqual([])
})

test('refuses a region for a shard that is not bound', () => {
  expect(() => makePlacement(new Map([['09', 'eu']]), ['00'])).toThrow(/not bound: 09/)
})
