// Writes a connection whose credentials have just proven themselves: sealed, audited, announced. Where the vendor's
// events name the account (a Slack workspace), the account is claimed in the directory first: it belongs to one organization.
// Not authorized here: who connects was authorized when the credentials or the session were made.

import type { Ctx } from '../context.ts'
import type { Connector, VendorAccount } from '../contract/connector.ts'
import { AppError } from '../contract/errors.ts'
import { claimOutsideId, claimSeconds, confirmOutsideId } from '../db/claims.ts'
import { connections } from '../db/schema/index.ts'
import { and, eq, ne } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import { maySee } from '../policy/audience.ts'
import { type PresentedConnection, presentConnection } from './present-connection.ts'
import { credentialsOf } from './vendor-session.ts'

export interface ProvenConnection {
  readonly connectionId: string
  readonly connector: Connector
  readonly name: string | null
  readonly account: VendorAccount
  readonly credentials: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, unknown>>
  /** The client that the tokens were given to; null for credentials a person typed in. */
  readonly oauthClientId: string | null
}

/**
 * Keeps a new connection, or renews the one of the same vendor account: it keeps its id.
 * @throws AppError already_claimed when the account belongs to another organization; conflict when it is connected for others.
 */
export async function keepConnection(
  ctx: Ctx,
  proven: ProvenConnection,
): Promise<PresentedConnection> {
  const { connector, account } = proven
  const nowMs = ctx.clock.now()
  const [there] = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, ctx.organizationId),
        eq(connections.connector, connector.id),
        eq(connections.accountId, account.id),
        ne(connections.status, 'revoked'),
      ),
    )
    .limit(1)
  if (there && !maySee(ctx.grants, there.audience)) {
    throw new AppError('conflict', 'This account is connected already, for others than you.')
  }
  const id = there?.id ?? proven.connectionId
  const row = {
    id,
    organizationId: ctx.organizationId,
    connector: connector.id,
    name: proven.name ?? there?.name ?? connector.name,
    status: 'active' as const,
    statusReason: null,
    memberId: null,
    accountId: account.id,
    accountName: account.name,
    accountUrl: account.url,
    config: { ...proven.config },
    audience: there?.audience ?? null,
    oauthClientId: proven.oauthClientId,
    credentials: await ctx.vault.seal(ctx, credentialsOf(id), JSON.stringify(proven.credentials)),
    createdBy: there?.createdBy ?? ctx.actor,
    createdAt: there?.createdAt ?? nowMs,
    updatedAt: nowMs,
    connectedAt: nowMs,
  }
  const claim = connector.claimsAccount
    ? {
        kind: `account:${connector.id}` as const,
        value: account.id,
        organizationId: ctx.organizationId,
        shard: ctx.shard,
        subjectId: id,
      }
    : null
  if (claim) {
    await ctx.hub.dispatcher(ctx.shard).arm(nowMs + claimSeconds * 1000)
    await claimOutsideId(ctx.hub, claim)
  }
  const { answer } = await writeChange(ctx, {
    statements: [
      {
        statement: ctx.db
          .insert(connections)
          .values(row)
          .onConflictDoUpdate({
            target: connections.id,
            set: row,
            setWhere: ne(connections.status, 'revoked'),
          }),
        // Revoked in the meantime: a renewal does not bring it back.
        orElse: 'conflict',
      },
    ],
    audit: {
      action: there ? 'connection.renew' : 'connection.create',
      target: { type: 'connection', id },
      values: { connector: connector.id, accountId: account.id, accountName: account.name },
    },
    events: [
      {
        type: there ? 'connection.updated' : 'connection.created',
        data: { connectionId: id, connector: connector.id, accountId: account.id },
      },
    ],
    answer: presentConnection(row),
  })
  if (claim) await confirmOutsideId(ctx.hub, claim)
  return answer
}
