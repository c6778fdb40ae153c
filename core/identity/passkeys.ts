// A person's passkeys: made, named and removed by themselves, soon after a sign-in. A challenge is made for one person and one
// session, answered once and within five minutes, and the answer must come from our own origin with the person verified.
// Not authorized here: everybody manages their own passkeys and no one else's.

import { encodeBase64urlNoPadding } from '@oslojs/encoding'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { AppError, assert, notFound } from '../contract/errors.ts'
import type { NewEvent } from '../contract/events.ts'
import type { SecurityAlert } from '../contract/notices.ts'
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { members, organizations, passkeys } from '../db/schema/index.ts'
import { and, count, desc, eq, lt } from '../db/sql.ts'
import { writeChange } from '../db/write.ts'
import {
  challengeMs,
  challengeOf,
  registrationCredential,
  userHandleOf,
} from './passkey-credential.ts'
import { requireRecentSignIn } from './recent-sign-in.ts'
import { requireRelyingParty } from './relying-party.ts'
import { personOf } from './sessions.ts'

/** ES256, EdDSA, RS256 (IANA COSE Algorithms): what authenticators in use sign with. */
const algorithms = [-7, -8, -257]
/** A person has a few devices and a few managers of passkeys. */
const passkeysMax = 20

const passkeyName = z.string().trim().min(1).max(80)

export const newPasskey = z.strictObject({ name: passkeyName, credential: registrationCredential })
export const passkeyChange = z.strictObject({ name: passkeyName })

export const presentedPasskey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  /** Whether its maker keeps a copy elsewhere, as managers of passkeys do. */
  backedUp: z.boolean(),
})

type PresentedPasskey = z.output<typeof presentedPasskey>

export async function listPasskeys(ctx: Ctx, query: PageQuery): Promise<Page<PresentedPasskey>> {
  const after = cursorIdOf(query)
  const rows = await ctx.db
    .select()
    .from(passkeys)
    .where(and(ofPerson(ctx), after ? lt(passkeys.id, after) : undefined))
    .orderBy(desc(passkeys.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, present)
}

/**
 * What a browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON).
 * @throws AppError person_required, reauthentication_required, conflict
 */
export async function offerPasskey(ctx: Ctx) {
  const memberId = personOf(ctx)
  requireRecentSignIn(ctx)
  const party = requireRelyingParty(ctx.settings)
  const [person] = await ctx.db
    .select({
      email: members.email,
      name: members.name,
      locator: organizations.locator,
      organization: organizations.name,
    })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.organizationId, ctx.organizationId), eq(members.id, memberId)))
    .limit(1)
  assert(person, 'a person who asks is no member')
  const known = await ctx.db
    .select({ id: passkeys.credentialId, transports: passkeys.transports })
    .from(passkeys)
    .where(ofPerson(ctx))
    .limit(passkeysMax)
  const challenge = ctx.ids.randomBytes(32)
  await ctx.hub
    .sessions(ctx.organizationId, ctx.shard)
    .keep(
      challengeName(encodeBase64urlNoPadding(challenge)),
      ownerOf(ctx, memberId),
      ctx.clock.now() + challengeMs,
    )
  // Loaded when it is needed: heavy, and rare.
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: 'Causeway',
    rpID: party.id,
    userID: userHandleOf({ shard: ctx.shard, locator: person.locator }, memberId),
    userName: person.email,
    userDisplayName: `${person.name} (${person.organization})`,
    challenge: new Uint8Array(challenge),
    timeout: challengeMs,
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
  return { options }
}

/**
 * Keeps a passkey that a browser made.
 * @throws AppError invalid_request for an answer that is not right, whatever is wrong with it; conflict when it is there already
 */
export async function createPasskey(
  ctx: Ctx,
  input: z.output<typeof newPasskey>,
): Promise<PresentedPasskey> {
  const memberId = personOf(ctx)
  requireRecentSignIn(ctx)
  const made = await verified(ctx, memberId, input.credential)
  const [held] = await ctx.db.select({ number: count() }).from(passkeys).where(ofPerson(ctx))
  if ((held?.number ?? 0) >= passkeysMax) {
    throw new AppError('conflict', `You have ${passkeysMax} passkeys already. Remove one first.`)
  }
  const row = {
    id: ctx.ids.next('passkey'),
    organizationId: ctx.organizationId,
    memberId,
    name: input.name,
    credentialId: made.credential.id,
    publicKey: encodeBase64urlNoPadding(made.credential.publicKey),
    counter: made.credential.counter,
    transports: input.credential.response.transports ?? [],
    backedUp: made.credentialBackedUp,
    createdAt: ctx.clock.now(),
    lastUsedAt: null,
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: ctx.db.insert(passkeys).values(row) }],
    audit: {
      action: 'passkey.create',
      target: { type: 'passkey', id: row.id },
      values: { memberId, name: row.name },
    },
    events: [alertOf('passkey_added', memberId, `The passkey “${row.name}” was added.`)],
    answer: present(row),
  })
  return answer
}

/** @throws AppError not_found, for another person's too */
export async function renamePasskey(
  ctx: Ctx,
  input: { passkeyId: string } & z.output<typeof passkeyChange>,
): Promise<PresentedPasskey> {
  const { passkeyId, name } = input
  const mine = and(ofPerson(ctx), eq(passkeys.id, passkeyId))
  const [row] = await ctx.db.select().from(passkeys).where(mine).limit(1)
  if (!row) throw notFound('passkey')
  await writeChange(ctx, {
    statements: [
      { statement: ctx.db.update(passkeys).set({ name }).where(mine), orElse: 'not_found' },
    ],
    audit: {
      action: 'passkey.rename',
      target: { type: 'passkey', id: passkeyId },
      values: { name },
    },
    answer: null,
  })
  return present({ ...row, name })
}

/** @throws AppError not_found, for another person's too; reauthentication_required */
export async function removePasskey(ctx: Ctx, input: { passkeyId: string }): Promise<void> {
  const mine = and(ofPerson(ctx), eq(passkeys.id, input.passkeyId))
  const [row] = await ctx.db.select().from(passkeys).where(mine).limit(1)
  if (!row) throw notFound('passkey')
  requireRecentSignIn(ctx)
  await writeChange(ctx, {
    statements: [{ statement: ctx.db.delete(passkeys).where(mine), orElse: 'not_found' }],
    audit: { action: 'passkey.remove', target: { type: 'passkey', id: input.passkeyId } },
    events: [alertOf('passkey_removed', row.memberId, `The passkey “${row.name}” was removed.`)],
    answer: null,
  })
}

/** The person is told: who adds or removes a passkey of theirs is usually they. */
function alertOf(
  alert: 'passkey_added' | 'passkey_removed',
  memberId: string,
  detail: string,
): NewEvent {
  return { type: 'security.alert', data: { alert, memberId, detail } satisfies SecurityAlert }
}

const challengeName = (challenge: string) => `passkey/${challenge}`

const ownerOf = (ctx: Ctx, memberId: string) => `${memberId}/${ctx.session?.sessionId ?? ''}`

/** The person's own rows. @throws AppError person_required */
function ofPerson(ctx: Ctx) {
  return and(eq(passkeys.organizationId, ctx.organizationId), eq(passkeys.memberId, personOf(ctx)))
}

async function verified(
  ctx: Ctx,
  memberId: string,
  credential: z.output<typeof registrationCredential>,
) {
  const party = requireRelyingParty(ctx.settings)
  const wrong = (why: string, cause?: unknown) =>
    new AppError('invalid_request', 'This passkey cannot be kept. Begin again.', {
      errors: [{ path: 'credential', message: 'is not an answer to a challenge of this session' }],
      internal: why,
      cause,
    })
  const challenge = challengeOf(credential.response.clientDataJSON)
  if (challenge === null) throw wrong('no challenge')
  // Used up before it is looked at: an answer counts once, whatever is wrong with it.
  const owner = await ctx.hub.sessions(ctx.organizationId, ctx.shard).take(challengeName(challenge))
  if (owner !== ownerOf(ctx, memberId)) throw wrong('not a challenge of this session')
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const { transports, ...response } = credential.response
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: credential.id,
        rawId: credential.rawId,
        type: credential.type,
        response,
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (verified) return registrationInfo
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message.slice(0, 200) : 'not verified', cause)
  }
  throw wrong('not verified')
}

function present(row: typeof passkeys.$inferSelect): PresentedPasskey {
  const { id, name, backedUp } = row
  return {
    id,
    name,
    createdAt: isoTime(row.createdAt),
    lastUsedAt: isoTime(row.lastUsedAt),
    backedUp,
  }
}
