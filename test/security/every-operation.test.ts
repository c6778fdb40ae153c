// Every operation of the OpenAPI document, held against what all of them promise: who has no credentials, no scope or another
// organization gets nothing and changes nothing; the wrong method is named; and no hostile input becomes a defect of ours.
// An operation that needs parameters or a body and has no entry in `samples` fails here: none is added without being walked.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personScopes, programScopes } from '../../core/contract/permissions.ts'
import { type Answer, type Client, expectProblem, expectStatus } from '../support/client.ts'
import { openHub, type TestHub, type TestOrganization } from '../support/hub.ts'
import { hostileRequest, type Sample } from './hostile-request.ts'
import { furnish } from './operation-samples.ts'

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Null: any authenticated actor, or any person. */
  readonly permission: string | null
  readonly forPeople: boolean
}

const everything = process.env.TEST_ALL !== undefined

let hub: TestHub
let ours: TestOrganization
let theirs: TestOrganization
let operations: Operation[]
let samples: Record<string, Sample>
/** Ids of `ours` that no other organization may ever be shown. */
let secrets: string[]

beforeAll(async () => {
  hub = await openHub()
  ours = await hub.openOrganization()
  theirs = await hub.openOrganization({ email: 'eve@elsewhere.example', name: 'Eve Else' })
  operations = await readOperations()
  samples = await furnish(hub, ours)
  secrets = Object.values(samples).flatMap((sample) => Object.values(sample.params ?? {}))
  secrets = secrets.filter((id) => /^[a-z]+_[0-9a-z]{26}/.test(id))
})
afterAll(() => hub.close())

async function readOperations(): Promise<Operation[]> {
  const document = expectStatus(await hub.anonymous.get('/openapi.json'), 200).body
  const paths = Object.entries<Record<string, { operationId: string; description?: string }>>(
    document.paths,
  )
  return paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, description }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      ...neededBy(description ?? ''),
    })),
  )
}

function neededBy(description: string): Pick<Operation, 'permission' | 'forPeople'> {
  const permission = /Needs `([^`]+)`/.exec(description)?.[1] ?? null
  const forPeople =
    (personScopes as readonly (string | null)[]).includes(permission) ||
    description.includes('For a person who is signed in.')
  return { permission, forPeople }
}

/** What their path names is the hub's, alike for every organization. */
const ofEverybody = new Set(['getConnector', 'getConnectorSetup', 'keepVendorApp', 'testVendorApp'])

function sampleOf(operation: Operation): Sample {
  const isPlain = operation.method === 'GET' && !operation.path.includes('{')
  const sample = samples[operation.id] ?? (isPlain ? {} : undefined)
  if (!sample) throw new Error(`${operation.id} has no sample here`)
  return sample
}

function target(operation: Operation, sample: Sample): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
    encodeURIComponent(sample.params?.[name] ?? ''),
  )
  const query = new URLSearchParams(sample.query).toString()
  return query === '' ? path : `${path}?${query}`
}

function send(client: Client, operation: Operation, headers: Record<string, string> = {}) {
  const sample = sampleOf(operation)
  return client.send(operation.method, target(operation, sample), sample.body, headers)
}

/** Runs `work` and asserts that neither organization's trail has grown: nothing was done. */
async function changingNothing(work: () => Promise<void>): Promise<void> {
  const sizes = async () => [await ours.auditSize(), await theirs.auditSize()]
  const before = await sizes()
  await work()
  expect(await sizes()).toEqual(before)
}

describe('every operation', () => {
  test('is walked here', () => {
    expect(operations.length).toBeGreaterThan(40)
    for (const operation of operations) expect(sampleOf(operation)).toBeDefined()
    const known = new Set(operations.map(({ id }) => id))
    expect(Object.keys(samples).filter((id) => !known.has(id))).toEqual([])
  })

  test('refuses a request without credentials', () =>
    changingNothing(async () => {
      for (const operation of operations) {
        const answer = expectProblem(await send(hub.anonymous, operation), 401, 'unauthenticated')
        expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      }
    }))

  test('refuses garbage for credentials', async () => {
    const flipped = ours.apiKey.slice(0, -7) + (ours.apiKey.at(-7) === 'a' ? 'b' : 'a')
    const wrong = [
      '',
      'Bearer',
      `Basic ${btoa('a:b')}`,
      `Bearer ${flipped}${ours.apiKey.slice(-6)}`,
      `Bearer ${ours.apiKey.replace('cwk_test_', 'cwk_live_')}`,
      `Bearer ${ours.apiKey} ${ours.apiKey}`,
      `Bearer ${'x'.repeat(5_000)}`,
    ]
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      for (const authorization of wrong) {
        expectProblem(
          await send(hub.anonymous, operation, { authorization }),
          401,
          'unauthenticated',
        )
      }
    }
  })

  test('refuses a key that has every scope but the one that fits', async () => {
    const lacking = new Map<string, Client>()
    for (const { permission, forPeople } of operations) {
      if (permission === null || forPeople || lacking.has(permission)) continue
      const fits = (scope: string) =>
        permission.startsWith('actions:') ? scope.startsWith('actions:') : scope === permission
      lacking.set(permission, await ours.withScopes(programScopes.filter((each) => !fits(each))))
    }
    await changingNothing(async () => {
      for (const operation of operations) {
        const client = lacking.get(operation.permission ?? '')
        if (client) expectProblem(await send(client, operation), 403, 'forbidden')
      }
    })
  })

  test('that is for people refuses a key with every scope', () =>
    changingNothing(async () => {
      const forPeople = operations.filter((operation) => operation.forPeople)
      expect(forPeople.length).toBeGreaterThan(0)
      for (const operation of forPeople) {
        expectProblem(await send(ours.client, operation), 403, 'person_required')
      }
    }))

  test("does not find another organization's object, for its key or its owner", () =>
    changingNothing(async () => {
      const named = operations.filter(({ id, path }) => path.includes('{') && !ofEverybody.has(id))
      for (const operation of named) {
        const byKey = await send(theirs.client, operation)
        if (operation.forPeople) expectProblem(byKey, 403, 'person_required')
        else expectProblem(byKey, 404, 'not_found')
        expectProblem(await send(theirs.memberClient, operation), 404, 'not_found')
      }
      const proof = operations.filter(({ id }) => id === 'proveAuditTrail')
      for (const operation of proof) {
        expectProblem(await send(theirs.client, operation), 404, 'not_found')
      }
    }))

  test("shows nothing of another organization's in a list", async () => {
    const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'))
    for (const operation of lists.filter(({ id }) => id !== 'proveAuditTrail')) {
      const client = operation.forPeople ? theirs.memberClient : theirs.client
      const answer = expectStatus(await send(client, operation), 200)
      for (const id of [...secrets, ours.id, ours.ownerId]) expect(answer.text).not.toContain(id)
    }
  })

  test('names the methods its path has when another is used', () =>
    changingNothing(async () => {
      for (const path of new Set(operations.map((operation) => operation.path))) {
        const here = operations.filter((operation) => operation.path === path)
        const allowed = here.map(({ method }) => method)
        const [first] = here
        if (!first) continue
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          if (allowed.includes(method)) continue
          const answer = await ours.client.send(method, target(first, sampleOf(first)))
          expectProblem(answer, 405, 'method_not_allowed')
          expect(answer.headers.get('allow')?.split(', ').sort()).toEqual([...allowed].sort())
        }
      }
    }))

  test('refuses a body that is not declared as JSON', () =>
    changingNothing(async () => {
      for (const operation of operations.filter((each) => sampleOf(each).body !== undefined)) {
        const body = JSON.stringify(sampleOf(operation).body)
        for (const type of [
          'text/plain',
          'application/x-www-form-urlencoded',
          'application/jsonp',
        ]) {
          const path = target(operation, sampleOf(operation))
          const answer = await ours.memberClient.send(operation.method, path, body, {
            'content-type': type,
          })
          expectProblem(answer, 415, 'unsupported_media_type')
        }
      }
    }))

  test('refuses a body of more than half a mebibyte', () =>
    changingNothing(async () => {
      const body = `{"filler":"${'x'.repeat(520 * 1024)}"}`
      for (const operation of operations.filter((each) => sampleOf(each).body !== undefined)) {
        const path = target(operation, sampleOf(operation))
        const headers = { 'content-type': 'application/json' }
        const answer = await ours.memberClient.send(operation.method, path, body, headers)
        expectProblem(answer, 413, 'payload_too_large')
      }
    }))

  test('with fields refuses one it does not know', () =>
    changingNothing(async () => {
      // The body of an action is the action's input; its own schema refuses.
      for (const operation of operations.filter((each) => sampleOf(each).body !== undefined)) {
        const body = { ...(sampleOf(operation).body as object), unheardOf: 1 }
        const path = target(operation, sampleOf(operation))
        const answer = await ours.memberClient.send(operation.method, path, body)
        expectProblem(answer, 400, 'invalid_request')
        expect(answer.body.errors.length).toBeGreaterThan(0)
      }
    }))

  test('refuses text that no UTF-8 can say, numbers beyond a double, and endless nesting', () =>
    changingNothing(async () => {
      const deep = `${'['.repeat(2_000)}${']'.repeat(2_000)}`
      const bodies = operations.filter((each) => sampleOf(each).body !== undefined)
      for (const operation of bodies) {
        const fields = Object.entries(sampleOf(operation).body as object)
        const path = target(operation, sampleOf(operation))
        for (const value of ['"\\ud800"', '{"\\udc00":1}', '1e400', deep]) {
          const [first] = fields
          const body = `{${fields
            .map(
              ([name, good]) => `"${name}":${name === first?.[0] ? value : JSON.stringify(good)}`,
            )
            .join(',')}}`
          const answer = await ours.memberClient.send(operation.method, path, body, {
            'content-type': 'application/json',
          })
          expectProblem(answer, 400, 'invalid_request')
        }
      }
      const event = await ours.client.send(
        'POST',
        '/v1/events',
        '{"type":"custom.a","data":{"n":1e400}}',
        {
          'content-type': 'application/json',
        },
      )
      expectProblem(event, 400, 'invalid_request')
    }))

  test('refuses a parameter of the query that it does not know', () =>
    changingNothing(async () => {
      for (const operation of operations) {
        const path = target(operation, sampleOf(operation))
        const asked = `${path}${path.includes('?') ? '&' : '?'}unheardOf=1`
        const { body } = sampleOf(operation)
        const answer = await ours.memberClient.send(operation.method, asked, body)
        expectProblem(answer, 400, 'invalid_request')
      }
    }))

  test('answers hostile input with a refusal that changes nothing, never with a defect', async () => {
    const outcomes = new Map<number, number>()
    // What ends an object, or a session, would leave the rest of the walk nothing to be hostile to.
    const lasting = operations.filter(
      ({ id, method }) => method !== 'DELETE' && !id.startsWith('end'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lasting),
        fc.infiniteStream(fc.nat()),
        async (operation, picks) => {
          const request = hostileRequest(operation, sampleOf(operation), picks)
          const before = await ours.auditSize()
          const client = operation.forPeople ? ours.memberClient : ours.client
          const answer = await client.send(
            operation.method,
            request.path,
            request.body,
            request.headers,
          )
          outcomes.set(answer.status, (outcomes.get(answer.status) ?? 0) + 1)
          if (answer.status < 400) return
          expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
          expect(answer.body).toMatchObject({ status: answer.status, code: expect.any(String) })
          expect(isOurFault(answer), `${answer.status} ${answer.text}`).toBe(false)
          if (!leavesTrace(answer)) expect(await ours.auditSize()).toBe(before)
        },
      ),
      { numRuns: everything ? 3_000 : 300, ...(everything ? {} : { seed: 20_261_123 }) },
    )
    // Both kinds happened, else the generator tests nothing.
    expect(outcomes.get(400)).toBeGreaterThan(30)
    expect([...outcomes.keys()].some((status) => status < 300)).toBe(true)
  }, 240_000)
})

/** A vendor's or the model's failure is told as 502 or 503; any other 5xx is a defect. */
function isOurFault(answer: Answer): boolean {
  return answer.status >= 500 && !/^(vendor_|model_)/.test(answer.body?.code ?? '')
}

/** What was tried at a vendor, or waits for a yes, is written down although it is answered as a refusal. */
function leavesTrace(answer: Answer): boolean {
  return /^(vendor_|model_|outcome_|policy_|confirmation_|approval_)/.test(answer.body.code)
}
