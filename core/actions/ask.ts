// What is asked for: one action on one connection with one input, and how it came. Parsing and authorizing it is alike for
// REST, the assistant and a pressed button; each step names what is wrong without revealing another organization's objects.
import { z } from 'zod'
import { type ConnectionRow, connectorOf, readConnection } from '../connections/vendor-session.ts'
import type { Ctx } from '../context.ts'
import type { Action, Connector } from '../contract/connector.ts'
import { AppError } from '../contract/errors.ts'
import { authorize, type Permission } from '../contract/permissions.ts'
import type { PolicyVia } from '../contract/policy-via.ts'
import { requireNotSuspended } from '../identity/suspension.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { inexactnessOfJson } from '../lib/exact-json.ts'
import { mayUse } from '../policy/audience.ts'
import { decidePolicy } from '../policy/index.ts'

/** The greatest input of an action as JSON, in characters: it is stored, shown and hashed. */
export const inputCharactersMax = 100_000

export interface Ask {
  readonly connectionId: string
  readonly action: string
  readonly input: unknown
  readonly via: PolicyVia
  /** The chat channel it was asked in. */
  readonly channel: string | null
  /** Names a request that may come again: what it makes wait is the same approval. */
  readonly origin?: string | undefined
}

export interface UnderstoodAsk {
  readonly row: ConnectionRow
  readonly connector: Connector
  readonly action: Action
  /** Parsed by the action's schema: defaults filled in. */
  readonly input: Record<string, unknown>
  readonly via: PolicyVia
  readonly channel: string | null
}

/**
 * Finds the connection and the action, checks the right and parses the input.
 * @throws AppError not_found, forbidden, invalid_request
 */
export async function understand(ctx: Ctx, ask: Ask): Promise<UnderstoodAsk> {
  authorizeSomeAction(ctx)
  const row = await readConnection(ctx, ask.connectionId)
  if (!mayUse(ctx.grants, row.audience)) {
    throw new AppError('forbidden', `${row.name} is for groups that you are not in.`)
  }
  const connector = connectorOf(ctx, row)
  const action = connector.actions.find((each) => each.name === ask.action)
  if (!action) throw new AppError('not_found', `${connector.name} has no such action.`)
  authorize(ctx, permissionOf(connector, action))
  // A model's input came through no door of ours.
  const inexact = inexactnessOfJson(ask.input)
  if (inexact !== null) {
    throw new AppError('invalid_request', 'The input cannot be kept as it is.', {
      errors: [{ path: 'body', message: inexact }],
    })
  }
  const parsed = action.input.safeParse(ask.input)
  if (!parsed.success) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: parsed.error.issues.slice(0, 50).map((issue) => ({
        path: issue.path.map(String).join('.') || 'body',
        message: issue.message,
      })),
    })
  }
  if (!isExactJson(parsed.data)) {
    throw new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: 'body', message: 'holds text or a number that cannot be kept exactly' }],
    })
  }
  if (JSON.stringify(parsed.data).length > inputCharactersMax) {
    throw new AppError('payload_too_large', `The input may have ${inputCharactersMax} characters.`)
  }
  return { row, connector, action, input: parsed.data, via: ask.via, channel: ask.channel }
}

/** Who may run nothing learns nothing of what there is to run. */
function authorizeSomeAction(ctx: Ctx): void {
  const { everythingForPrograms, permissions } = ctx.grants
  const some = [...permissions].some((permission) => permission.startsWith('actions:'))
  if (everythingForPrograms || some) return
  throw new AppError('forbidden', 'This needs a permission to run actions.')
}

/** Whether the audit trail can commit to it: no lone surrogates, no numbers beyond a double. */
function isExactJson(value: unknown): boolean {
  try {
    canonicalJson(value)
    return true
  } catch {
    return false
  }
}

export function permissionOf(connector: Connector, action: Action): Permission {
  return `actions:${connector.id}:${action.effect}`
}

/**
 * The organization's decision on an understood ask.
 * @throws AppError organization_suspended: also for a turn or a run that began before it was
 */
export async function decideAsk(ctx: Ctx, ask: UnderstoodAsk) {
  const [decision] = await Promise.all([
    decidePolicy(ctx, policyQuestionOf(ctx, ask)),
    requireNotSuspended(ctx.hub, ctx),
  ])
  return decision
}

function policyQuestionOf(ctx: Ctx, ask: UnderstoodAsk) {
  return {
    connector: ask.connector.id,
    action: ask.action.name,
    effect: ask.action.effect,
    connectionId: ask.row.id,
    actorType: ctx.actor.type,
    role: ctx.grants.role,
    groupIds: ctx.grants.groupIds,
    channel: ask.channel,
    via: ask.via,
  }
}

/** An action as the catalogue and the tools show it. */
export function describeAction(connector: Connector, action: Action) {
  return {
    name: action.name,
    tool: `${connector.id}_${action.name}`,
    title: action.title,
    description: action.description,
    effect: action.effect,
    permission: permissionOf(connector, action) as string,
    input: z.toJSONSchema(action.input, { io: 'input' }) as Record<string, unknown>,
    output: z.toJSONSchema(action.output, { io: 'input', unrepresentable: 'any' }) as Record<
      string,
      unknown
    >,
  }
}
