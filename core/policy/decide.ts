// Decides whether an action may run: `allow`, `confirm` (the asker's yes), `approve` (a second person's yes) or `deny`. Pure.
//
// Every rule whose conditions all hold speaks; the strictest wins (deny > approve > confirm > allow). Where none speaks, the
// defaults do: reads allow; writes by a key, a session or an app allow; writes proposed by a model or through MCP confirm. No rule
// makes a model's write weaker than `confirm`: a write proposed by a model happens only after a person said yes.
import { z } from 'zod'
import { actorTypes } from '../contract/actor.ts'
import { roleReference } from '../contract/permissions.ts'
import { type PolicyVia, policyVias } from '../contract/policy-via.ts'
import { type PolicyEffect, policyEffects } from '../db/schema/index.ts'

/** Conditions of a rule; an absent one holds for everything. Lists hold when one entry does. */
export const policyMatch = z.strictObject({
  /** `jira.create_issue`, `jira.*` or `*`. */
  actions: z
    .array(
      z.string().regex(/^(\*|[a-z][a-z0-9-]*\.(\*|[a-z][a-z0-9_]*))$/, 'must be connector.action'),
    )
    .min(1)
    .max(50)
    .optional(),
  effects: z
    .array(z.enum(['read', 'write']))
    .min(1)
    .optional(),
  connectionIds: z.array(z.string()).min(1).max(50).optional(),
  /** Built-in roles by name, the organization's own by id. */
  roles: z.array(roleReference).min(1).max(50).optional(),
  groupIds: z.array(z.string().min(1).max(80)).min(1).max(50).optional(),
  actorTypes: z.array(z.enum(actorTypes)).min(1).optional(),
  channels: z.array(z.string()).min(1).max(100).optional(),
  vias: z.array(z.enum(policyVias)).min(1).optional(),
})

export type PolicyMatch = z.output<typeof policyMatch>

export interface PolicyRule {
  readonly id: string
  readonly effect: PolicyEffect
  readonly match: PolicyMatch
}

export interface PolicyQuestion {
  readonly connector: string
  readonly action: string
  readonly effect: 'read' | 'write'
  readonly connectionId: string
  readonly actorType: (typeof actorTypes)[number]
  readonly role: string | null
  /** Groups of the member behind the actor. */
  readonly groupIds: readonly string[]
  readonly channel: string | null
  readonly via: PolicyVia
}

export interface PolicyDecision {
  readonly effect: PolicyEffect
  /** The rule that said so; null for a default. */
  readonly ruleId: string | null
  /** One sentence for people. */
  readonly reason: string
}

export function decide(rules: readonly PolicyRule[], question: PolicyQuestion): PolicyDecision {
  const floor = floorOf(question)
  let strictest: PolicyRule | null = null
  for (const rule of rules) {
    if (!applies(rule.match, question)) continue
    if (strictest === null || strictness(rule.effect) > strictness(strictest.effect))
      strictest = rule
  }
  if (strictest === null) {
    return {
      effect: floor,
      ruleId: null,
      reason:
        floor === 'confirm'
          ? 'A write proposed by a model needs the yes of the person who asked.'
          : 'No rule says otherwise.',
    }
  }
  if (strictness(strictest.effect) < strictness(floor)) {
    return {
      effect: floor,
      ruleId: null,
      reason: 'No rule makes a write proposed by a model weaker than a confirmation.',
    }
  }
  return { effect: strictest.effect, ruleId: strictest.id, reason: 'A rule of the organization.' }
}

function floorOf(question: PolicyQuestion): PolicyEffect {
  return question.effect === 'write' && question.via !== 'api' ? 'confirm' : 'allow'
}

function strictness(effect: PolicyEffect): number {
  return policyEffects.indexOf(effect)
}

function applies(match: PolicyMatch, question: PolicyQuestion): boolean {
  const { actions, effects, connectionIds, channels, vias } = match
  return (
    (actions === undefined || actions.some((pattern) => matchesAction(pattern, question))) &&
    (effects === undefined || effects.includes(question.effect)) &&
    (connectionIds === undefined || connectionIds.includes(question.connectionId)) &&
    (match.roles === undefined ||
      (question.role !== null && match.roles.includes(question.role))) &&
    (match.groupIds === undefined || match.groupIds.some((id) => question.groupIds.includes(id))) &&
    (match.actorTypes === undefined || match.actorTypes.includes(question.actorType)) &&
    (channels === undefined ||
      (question.channel !== null && channels.includes(question.channel))) &&
    (vias === undefined || vias.includes(question.via))
  )
}

function matchesAction(pattern: string, question: PolicyQuestion): boolean {
  if (pattern === '*') return true
  const [connector, action] = pattern.split('.')
  return connector === question.connector && (action === '*' || action === question.action)
}
