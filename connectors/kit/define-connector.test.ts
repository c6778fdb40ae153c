import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Connector } from '../../core/contract/connector.ts'
import { connectorRegistry } from '../registry.ts'
import { defineAction, defineConnector } from './define-connector.ts'

const action = defineAction({
  name: 'find_it',
  title: 'Find it',
  description: 'Finds it.',
  effect: 'read',
  input: z.strictObject({ query: z.string() }),
  output: z.object({ found: z.boolean() }),
  summary: ({ query }) => `Find ${query}`,
  run: async () => ({ found: true }),
})

const connector: Connector = {
  id: 'acme',
  name: 'Acme',
  description: 'A vendor.',
  authorizations: [{ kind: 'api_key', credentials: z.strictObject({ key: z.string() }) }],
  config: z.strictObject({}),
  actsAs: 'organization',
  hosts: () => ['api.acme.example'],
  actions: [action],
  syncs: [],
  inbound: null,
  identify: async () => ({ id: '1', name: 'Acme', url: null }),
}

describe('a declaration', () => {
  it('keeps the types of an action', async () => {
    expect(action.summary({ query: 'x' })).toBe('Find x')
    expect(defineConnector(connector)).toBe(connector)
  })

  it.each([
    ['an action that is not snake_case', { actions: [{ ...action, name: 'findIt' }] }],
    ['an action declared twice', { actions: [action, action] }],
    ['a tool name over 64 characters', { actions: [{ ...action, name: 'x'.repeat(60) }] }],
    ['a connector id that is not snake_case', { id: 'Acme' }],
    ['no way to connect', { authorizations: [] }],
    [
      'a read with a look-up',
      { actions: [{ ...action, lookup: async () => ({ found: 'unsure' as const }) }] },
    ],
  ])('refuses %s', (_, change) => {
    expect(() => defineConnector({ ...connector, ...change })).toThrow(/^connector /)
  })
})

describe('the registry', () => {
  it('lists every vendor once, alphabetically, and finds it by id', () => {
    const ids = connectorRegistry.list().map((one) => one.id)
    expect(ids).toEqual([...new Set(ids)].sort())
    for (const one of connectorRegistry.list()) expect(connectorRegistry.get(one.id)).toBe(one)
    expect(connectorRegistry.get('nobody')).toBeUndefined()
  })

  it('asks for strict, described credentials and strict inputs', () => {
    for (const one of connectorRegistry.list()) {
      for (const { input } of one.actions) {
        expect(z.toJSONSchema(input, { io: 'input' })).toMatchObject({
          additionalProperties: false,
        })
      }
      for (const way of one.authorizations) {
        if (!('credentials' in way)) continue
        const schema = z.toJSONSchema(way.credentials, { io: 'input' })
        expect(schema.additionalProperties).toBe(false)
        for (const field of Object.values(schema.properties ?? {})) {
          expect(field).toHaveProperty('description')
        }
      }
    }
  })
})
