// The one permission matrix: what a key, a role and `*` may do, and what only people may.
import { describe, expect, it } from 'vitest'
import type { Actor } from './actor.ts'
import {
  authorize,
  grantsOfRole,
  grantsOfScopes,
  mayGrant,
  type Permission,
  permits,
  personScopes,
  programScopes,
  roles,
} from './permissions.ts'

const key: Actor = { type: 'api_key', id: 'key_1', onBehalfOf: null }
const member: Actor = { type: 'member', id: 'mem_1', onBehalfOf: null }

describe('a program', () => {
  it('may everything for programs with *, and nothing that only people may', () => {
    const grants = grantsOfScopes(['*'])
    for (const scope of programScopes) expect(permits(grants, scope)).toBe(true)
    for (const scope of personScopes) expect(permits(grants, scope)).toBe(false)
  })

  it('is not given what only people may, even when a stored scope says so', () => {
    const grants = grantsOfScopes([...personScopes])
    for (const scope of personScopes) expect(permits(grants, scope)).toBe(false)
  })

  it('covers every connector with actions:write, and one with actions:jira:write', () => {
    expect(permits(grantsOfScopes(['actions:write']), 'actions:jira:write')).toBe(true)
    expect(permits(grantsOfScopes(['actions:jira:write']), 'actions:jira:write')).toBe(true)
    expect(permits(grantsOfScopes(['actions:jira:write']), 'actions:slack:write')).toBe(false)
    expect(permits(grantsOfScopes(['actions:jira:write']), 'actions:jira:read')).toBe(false)
    expect(permits(grantsOfScopes(['actions:jira:write']), 'actions:write')).toBe(false)
  })

  it('is told that a person is needed', () => {
    const ctx = { actor: key, grants: grantsOfScopes(['*']) }
    expect(() => authorize(ctx, 'policies:write')).toThrow(
      expect.objectContaining({ code: 'person_required' }),
    )
  })
})

describe('handing on', () => {
  it('never goes beyond what the maker has', () => {
    expect(mayGrant(grantsOfScopes(['api-keys:write']), ['*'])).toBe(false)
    expect(mayGrant(grantsOfScopes(['api-keys:write']), ['events:read'])).toBe(false)
    expect(mayGrant(grantsOfScopes(['api-keys:write', 'events:read']), ['events:read'])).toBe(true)
    expect(mayGrant(grantsOfScopes(['actions:jira:write']), ['actions:write'])).toBe(false)
    expect(mayGrant(grantsOfScopes(['*']), ['*'])).toBe(true)
    expect(mayGrant(grantsOfRole('owner'), ['*'])).toBe(true)
    expect(mayGrant(grantsOfRole('developer'), ['*'])).toBe(false)
  })

  it('never includes what only people may', () => {
    for (const scope of personScopes) expect(mayGrant(grantsOfRole('owner'), [scope])).toBe(false)
  })
})

describe('a role', () => {
  const may = (role: (typeof roles)[number], permission: Permission) =>
    permits(grantsOfRole(role), permission)

  it('leads only as owner or admin', () => {
    expect(roles.filter((role) => may(role, 'policies:write'))).toEqual(['owner', 'admin'])
    expect(roles.filter((role) => may(role, 'members:write'))).toEqual(['owner', 'admin'])
  })

  it('lets an auditor read the trail and act on nothing', () => {
    expect(may('auditor', 'audit:read')).toBe(true)
    expect(may('auditor', 'actions:read')).toBe(false)
    expect(may('auditor', 'actions:write')).toBe(false)
    expect(may('auditor', 'approvals:decide')).toBe(false)
  })

  it('lets a member ask and confirm, and see neither keys nor the trail', () => {
    expect(may('member', 'actions:write')).toBe(true)
    expect(may('member', 'approvals:decide')).toBe(true)
    expect(may('member', 'audit:read')).toBe(false)
    expect(may('member', 'api-keys:read')).toBe(false)
    expect(() =>
      authorize({ actor: member, grants: grantsOfRole('member') }, 'audit:read'),
    ).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })
})
