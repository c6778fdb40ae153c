// A person asks for a way in: one letter with one link for each organization that the address belongs to. Nobody who asks learns
// whether it belongs to any: the answer, its time and its limits are the same, and all work is done after it.

import type { Hub } from '../context.ts'
import { AppError } from '../contract/errors.ts'
import { noGrants } from '../contract/permissions.ts'
import { placesOfEmail } from '../db/claims.ts'
import { ownPath } from '../lib/own-path.ts'
import { type Brand, brandOf } from '../mail/brand.ts'
import { letterOf } from '../mail/letter.ts'
import { createSignInLink, linkMinutes } from './create-sign-in-link.ts'
import { mayWriteTo, takeLetterPlace } from './limit-letters.ts'
import type { Visitor } from './open-session.ts'
import { placeOfId } from './place-of-secret.ts'

/** Links in one letter; who belongs to more gets the first. */
const organizationsMax = 20

/**
 * Answers at once; the letter is sent after.
 * @param next where the person wanted to go: a path of ours, else it is dropped
 * @throws AppError rate_limited for the network, never for the address
 */
export async function sendSignInLinks(
  hub: Hub,
  input: { email: string; next: string | null },
  visitor: Visitor,
): Promise<void> {
  await takeLetterPlace(hub, visitor.network)
  visitor.waitUntil('send sign-in links', write(hub, input, visitor))
}

async function write(
  hub: Hub,
  input: { email: string; next: string | null },
  visitor: Visitor,
): Promise<void> {
  const { email } = input
  const places = await placesOfEmail(hub, email, organizationsMax)
  if (places.length === 0) return
  if (!(await mayWriteTo(hub, email, { door: 'sign_in', network: visitor.network }))) return
  const ways: { brand: Brand; url: string }[] = []
  for (const place of places) {
    const way = await wayInto(hub, place, input, visitor)
    if (way) ways.push(way)
  }
  const [first] = ways
  if (!first) return
  const one = ways.length === 1 ? first.brand : null
  const name = one?.displayName ?? 'Causeway'
  await hub.mail.send(
    letterOf({
      to: email,
      subject: `Sign in to ${name}`,
      brand: one,
      title: `Sign in to ${name}`,
      paragraphs: [
        `You asked to sign in as ${email}. ${one ? 'The link works' : 'Choose an organization; each link works'} once, within ${linkMinutes} minutes.`,
        'If you did not ask, do nothing: without this letter nobody gets in.',
      ],
      buttons: ways.map(({ brand, url }) => ({ label: `Sign in to ${brand.displayName}`, url })),
      footer: `Somebody typed ${email} on the sign-in page of ${hub.settings.publicOrigin}.`,
    }),
  )
}

/** A link into one organization; null where it is suspended, or the person has left meanwhile. */
async function wayInto(
  hub: Hub,
  at: { readonly organizationId: string; readonly shard: string },
  input: { email: string; next: string | null },
  visitor: Visitor,
): Promise<{ brand: Brand; url: string } | null> {
  const place = await placeOfId(hub, at)
  if (!place || place.suspended) return null
  const { organizationId, shard } = place
  const ctx = hub.open({
    organizationId,
    shard,
    actor: { type: 'system', id: 'sign_in', onBehalfOf: null },
    grants: noGrants,
    requestId: visitor.requestId,
    waitUntil: visitor.waitUntil,
  })
  const brand = await brandOf(ctx)
  if (!brand) return null
  try {
    const { url } = await createSignInLink(ctx, { email: input.email })
    const next = ownPath(input.next)
    return { brand, url: next ? `${url}?next=${encodeURIComponent(next)}` : url }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
