// What needs a person, for the person who asks: only what they may read, and of what waits for a yes only what they could say it to.
import type { Ctx } from '../context.ts'
import { memberIdOf } from '../contract/actor.ts'
import { isoTime } from '../contract/paging.ts'
import { permits } from '../contract/permissions.ts'
import type { selectOverview } from '../db/queries/overview.ts'
import { maySee } from '../policy/audience.ts'

type Found = Awaited<ReturnType<typeof selectOverview>>

export interface AttentionItem {
  kind: 'connection' | 'approval' | 'endpoint' | 'run' | 'setup' | 'passkey'
  id: string
  title: string
  detail: string
  path: string
  at: string
}

/** Newest first, at most `limit`. */
export function attentionOf(ctx: Ctx, found: Found, limit: number): AttentionItem[] {
  const may = (permission: Parameters<typeof permits>[1]) => permits(ctx.grants, permission)
  const items = [
    ...(may('connections:read') ? brokenConnections(ctx, found) : []),
    ...(may('approvals:read') ? waitingApprovals(ctx, found) : []),
    ...(may('webhook-endpoints:read') ? disabledEndpoints(found) : []),
    ...(may('runs:read') ? unknownRuns(ctx, found) : []),
    ...(may('connections:write') ? firstSetup(found) : []),
    ...missingPasskey(ctx, found),
  ]
  return items.sort((a, b) => b.at.localeCompare(a.at)).slice(0, limit)
}

function brokenConnections(ctx: Ctx, { broken }: Found): AttentionItem[] {
  return broken
    .filter(({ audience }) => maySee(ctx.grants, audience))
    .map(({ id, name, statusReason, updatedAt }) => ({
      kind: 'connection',
      id,
      title: `${name} needs to be reconnected`,
      detail: sentence(statusReason ?? 'Its access was taken back'),
      path: `/connections/${id}`,
      at: isoTime(updatedAt),
    }))
}

/** A confirmation is the asker's own; an approval is somebody else's. Programs decide neither, and are shown both. */
function waitingApprovals(ctx: Ctx, { waiting }: Found): AttentionItem[] {
  const me = memberIdOf(ctx.actor)
  const leads = ctx.grants.role === 'owner' || ctx.grants.role === 'admin'
  return waiting
    .filter(({ kind, requestedBy }) => {
      if (me === null) return true
      const isMine = memberIdOf(requestedBy) === me
      return kind === 'confirmation' ? isMine : !isMine && leads
    })
    .map(({ id, kind, summary, accountName, createdAt }) => ({
      kind: 'approval',
      id,
      title: summary,
      detail:
        kind === 'confirmation'
          ? `Waits for your yes, on ${accountName}.`
          : `Waits for a second person's yes, on ${accountName}.`,
      path: `/approvals/${id}`,
      at: isoTime(createdAt),
    }))
}

const endpointReasons: Readonly<Record<string, string>> = {
  gone: 'The receiver answered that it is gone (410). Enable it again once it takes events.',
}

function disabledEndpoints({ disabled }: Found): AttentionItem[] {
  return disabled.map(({ id, url, disabledReason, updatedAt }) => ({
    kind: 'endpoint',
    id,
    title: `Events no longer reach ${new URL(url).host}`,
    detail: endpointReasons[disabledReason ?? ''] ?? `It was disabled: ${disabledReason}.`,
    path: `/webhooks/${id}`,
    at: isoTime(updatedAt),
  }))
}

function unknownRuns(ctx: Ctx, { unknown }: Found): AttentionItem[] {
  return unknown.map(({ id, connector, action, startedAt }) => {
    const name = ctx.connectors.get(connector)?.name ?? connector
    const title = ctx.connectors.get(connector)?.actions.find((each) => each.name === action)?.title
    return {
      kind: 'run',
      id,
      title: `Nobody knows whether it was done: ${title ?? action}`,
      detail: `${name}'s answer was lost. Look there before anybody does it again.`,
      path: `/runs/${id}`,
      at: isoTime(startedAt),
    }
  })
}

function firstSetup({ counts }: Found): AttentionItem[] {
  if (!counts || counts.active + counts.needsReconnect > 0) return []
  return [
    {
      kind: 'setup',
      id: 'first-connection',
      title: 'Nothing is connected yet',
      detail: 'Connect a first system: the assistant answers from what it may see there.',
      path: '/connectors',
      at: isoTime(counts.createdAt),
    },
  ]
}

function missingPasskey(ctx: Ctx, { counts }: Found): AttentionItem[] {
  const { actor } = ctx
  if (actor.type !== 'member' || !counts || counts.passkeys > 0) return []
  return [
    {
      kind: 'passkey',
      id: actor.id,
      title: 'You have no passkey',
      detail: 'With one you sign in without a letter, and nobody can take the sign-in from you.',
      path: '/account',
      at: isoTime(counts.memberSince ?? counts.createdAt),
    },
  ]
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
