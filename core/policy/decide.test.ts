// The one function that decides, as a specification.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyEffects } from '../db/schema/index.ts'
import { decide, type PolicyMatch, type PolicyQuestion, type PolicyRule } from './decide.ts'

const write: PolicyQuestion = {
  connector: 'jira',
  action: 'create_issue',
  effect: 'write',
  connectionId: 'conn_1',
  actorType: 'chat_user',
  role: 'member',
  groupIds: [],
  channel: 'C1',
  via: 'assistant',
}
const read: PolicyQuestion = { ...write, action: 'search_issues', effect: 'read' }

function rule(effect: PolicyRule['effect'], match: PolicyMatch = {}): PolicyRule {
  return { id: `pol_${effect}`, effect, match }
}

describe('without rules', () => {
  it('allows reads however they are asked for', () => {
    for (const via of ['api', 'assistant', 'mcp'] as const) {
      expect(decide([], { ...read, via })).toMatchObject({ effect: 'allow', ruleId: null })
    }
  })

  it('allows writes asked for directly', () => {
    expect(decide([], { ...write, via: 'api' }).effect).toBe('allow')
  })

  it('wants a confirmation for writes proposed by a model or through MCP', () => {
    expect(decide([], write).effect).toBe('confirm')
    expect(decide([], { ...write, via: 'mcp' }).effect).toBe('confirm')
  })
})

describe('with rules', () => {
  it('lets the strictest rule that applies win, whatever their order', () => {
    const rules = [rule('allow'), rule('deny'), rule('approve')]
    expect(decide(rules, write)).toMatchObject({ effect: 'deny', ruleId: 'pol_deny' })
    expect(decide(rules.toReversed(), write)).toMatchObject({ effect: 'deny', ruleId: 'pol_deny' })
  })

  it('never makes a write proposed by a model weaker than a confirmation', () => {
    expect(decide([rule('allow')], write)).toMatchObject({ effect: 'confirm', ruleId: null })
  })

  it('makes a direct write wait where a rule says so', () => {
    expect(decide([rule('confirm')], { ...write, via: 'api' }).effect).toBe('confirm')
  })

  it('applies a rule only where all its conditions hold', () => {
    const match: PolicyMatch = { actions: ['jira.*'], channels: ['C1'], roles: ['member'] }
    expect(decide([rule('deny', match)], write).effect).toBe('deny')
    expect(decide([rule('deny', match)], { ...write, channel: 'C2' }).effect).toBe('confirm')
    expect(decide([rule('deny', match)], { ...write, role: 'admin' }).effect).toBe('confirm')
    expect(decide([rule('deny', match)], { ...write, connector: 'asana' }).effect).toBe('confirm')
  })

  it('does not apply a rule about roles or channels where there are none', () => {
    expect(decide([rule('deny', { roles: ['member'] })], { ...write, role: null }).effect).toBe(
      'confirm',
    )
    expect(decide([rule('deny', { channels: ['C1'] })], { ...write, channel: null }).effect).toBe(
      'confirm',
    )
  })

  it('tells actions of one name at two vendors apart', () => {
    const deny = rule('deny', { actions: ['jira.create_issue'] })
    expect(decide([deny], write).effect).toBe('deny')
    expect(decide([deny], { ...write, connector: 'other' }).effect).toBe('confirm')
  })

  it('holds the floor for every set of rules', () => {
    const anyRule = fc
      .constantFrom(...policyEffects)
      .map((effect): PolicyRule => ({ id: 'pol_any', effect, match: {} }))
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), (rules) => {
        expect(decide(rules, write).effect).not.toBe('allow')
      }),
    )
  })
})
