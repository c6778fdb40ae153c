// An organization's region decides its shard, and the shard the jurisdiction of every object of the organization. The runtime under
// test knows no jurisdictions and says so: that it was asked is what shows here.
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { createOrganization, placeOfOrganization } from '../../core/organizations/index.ts'
import { makeHub } from '../../worker/context.ts'
import { type TestEnv, testHub } from './support.ts'

const request = { creationKey: null, requestId: 'req_test', waitUntil: () => undefined }
const owner = { email: 'dana@acme.example', name: 'Dana Reyes' }
const placed = { ...(env as unknown as TestEnv), DATABASE_REGIONS: 'directory:eu,00:eu,01:us' }
const asked = /Jurisdiction restrictions are not implemented/

test('an organization lives in a shard of its region, however full that is', async () => {
  const hub = testHub()
  const regional = { ...hub, shardsIn: (region: string) => [region === 'us' ? '01' : '00'] }
  for (const region of ['us', 'us', 'us', 'eu'] as const) {
    const made = await createOrganization(regional, { name: 'Acme', region, owner }, request)
    const place = await placeOfOrganization(hub, made.organization.id)
    expect(place?.shard).toBe(region === 'us' ? '01' : '00')
    expect(made.organization.region).toBe(region)
  }
})

test('a region that the hub has no database in is refused by its field', async () => {
  const hub = { ...testHub(), regions: ['eu'] as const, shardsIn: () => [] }
  const attempt = createOrganization(hub, { name: 'Acme', region: 'us', owner }, request)
  await expect(attempt).rejects.toMatchObject({
    code: 'invalid_request',
    options: { errors: [{ path: 'region', message: 'must be one of eu' }] },
  })
})

test('every object of an organization is asked for in its jurisdiction', async () => {
  const hub = makeHub(placed)
  expect(hub.regions).toEqual(['eu', 'us'])
  for (const shard of ['00', '01', 'directory']) {
    expect(() => hub.sessions('org_1', shard)).toThrow(asked)
    expect(() => hub.conversation('org_1/api/1', shard)).toThrow(asked)
    await expect(hub.auditLog('org_1', shard).seal()).rejects.toThrow(asked)
    expect(() => hub.dispatcher(shard).wake({ restarted: false })).toThrow(asked)
  }
})

test.each(['00:mars', '00', 'eu', '00:eu;01:us', 'org:eu', '09:eu'])(
  'refuses to run with DATABASE_REGIONS=%s',
  (regions) => {
    expect(() => makeHub({ ...placed, DATABASE_REGIONS: regions })).toThrow('DATABASE_REGIONS')
  },
)
