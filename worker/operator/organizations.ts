// Organizations as an operator handles them: opened, listed, looked at in numbers, suspended, put on a plan. An act on one is
// written in the operator log before it is done, and in the organization's own trail as it is done.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Ctx, Hub } from '../../core/context.ts'
import { notFound } from '../../core/contract/errors.ts'
import { pageQuery } from '../../core/contract/paging.ts'
import { noGrants } from '../../core/contract/permissions.ts'
import { createSignInLink } from '../../core/identity/index.ts'
import { letterOf } from '../../core/mail/letter.ts'
import {
  deploySecretOperator,
  findListedOrganization,
  listOrganizations,
  livingConsent,
  type Operator,
  operatorActor,
  organizationHealth,
  recordOperatorAct,
  requireRecentOperatorSignIn,
} from '../../core/operators/index.ts'
import {
  changeStanding,
  createOrganization,
  newOrganization,
  organizationStanding,
  placeOfOrganization,
} from '../../core/organizations/index.ts'
import { addMember, newMember } from '../../core/people/index.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { operatorOf, requestOf, requireDeploySecret } from './authenticate.ts'

const bodyBounds = { bytesMax: 16 * 1024, optional: false }
const listQuery = z.strictObject({ ...pageQuery.shape, query: z.string().max(120).optional() })

export function operatorOrganizationsDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/organizations', async (c) =>
    c.json(await listOrganizations({ hub }, parseInput(listQuery, c.req.query(), 'query'))),
  )

  // A program gets a first key; a person does not, for it would open what only the organization's consent opens.
  door.post('/organizations', async (c) => {
    const operator = operatorOf(c)
    const input = parseInput(newOrganization, await readJsonBody(c, bodyBounds), '')
    await recordOperatorAct(
      { hub, operator },
      {
        action: 'organization.create',
        targetId: null,
        values: { name: input.name, region: input.region },
      },
    )
    const isProgram = operator === deploySecretOperator
    const created = await createOrganization(hub, input, {
      creationKey: c.req.header('idempotency-key') ?? null,
      actor: operatorActor(operator),
      firstKey: isProgram,
      ...requestOf(c),
    })
    if (!isProgram) {
      await inviteOwner(await openAs(hub, c, operator, created.organization.id), created)
    }
    return c.json(created, 201)
  })

  door.get('/organizations/:organizationId', async (c) =>
    c.json(await shown(hub, c.req.param('organizationId'))),
  )

  door.patch('/organizations/:organizationId', async (c) => {
    const operator = operatorOf(c)
    const organizationId = c.req.param('organizationId')
    const input = parseInput(organizationStanding, await readJsonBody(c, bodyBounds), '')
    if (input.suspended !== undefined) requireRecentOperatorSignIn({ hub, operator })
    const ctx = await openAs(hub, c, operator, organizationId)
    await recordOperatorAct(
      { hub, operator },
      { action: 'organization.change', targetId: organizationId, values: input },
    )
    await changeStanding(ctx, input)
    return c.json(await shown(hub, organizationId))
  })

  door.post('/members', requireDeploySecret, async (c) => {
    const body = newMember.extend({ organizationId: z.string() })
    const { organizationId, ...input } = parseInput(body, await readJsonBody(c, bodyBounds), '')
    const operator = operatorOf(c)
    const ctx = await openAs(hub, c, operator, organizationId)
    await recordOperatorAct({ hub, operator }, { action: 'member.add', targetId: organizationId })
    return c.json(await addMember(ctx, input), 201)
  })

  door.post('/sign-in-links', requireDeploySecret, async (c) => {
    const body = z.strictObject({ organizationId: z.string(), email: z.email() })
    const input = parseInput(body, await readJsonBody(c, bodyBounds), '')
    const operator = operatorOf(c)
    const ctx = await openAs(hub, c, operator, input.organizationId)
    await recordOperatorAct(
      { hub, operator },
      { action: 'sign_in_link.create', targetId: input.organizationId },
    )
    return c.json(await createSignInLink(ctx, input), 201)
  })
  return door
}

async function shown(hub: Hub, organizationId: string) {
  const listed = await findListedOrganization({ hub }, organizationId)
  const place = { organizationId, shard: listed.shard }
  const [health, consent] = await Promise.all([
    organizationHealth({ hub }, place),
    livingConsent({ hub }, place),
  ])
  return { ...listed, health, consent }
}

/** An organization as this operator acts on it. @throws AppError not_found */
export async function openAs(
  hub: Hub,
  c: HubContext,
  operator: Operator,
  organizationId: string,
): Promise<Ctx> {
  const place = await placeOfOrganization(hub, organizationId)
  if (!place) throw notFound('organization')
  const actor = operatorActor(operator)
  return hub.open({ ...place, actor, grants: noGrants, ...requestOf(c) })
}

/** The owner's first way in goes to the owner and to nobody else. */
async function inviteOwner(
  ctx: Ctx,
  {
    organization,
    owner,
  }: { organization: { name: string }; owner: { email: string; name: string } },
): Promise<void> {
  const { url } = await createSignInLink(ctx, { email: owner.email })
  await ctx.hub.mail.send(
    letterOf({
      to: owner.email,
      subject: `${organization.name} is on Causeway`,
      brand: null,
      title: `${organization.name} is on Causeway`,
      paragraphs: [
        `Hello ${owner.name}, you are the owner of ${organization.name}. This link signs you in. It works once, for fifteen minutes; afterwards ask for another at ${ctx.settings.publicOrigin}/sign-in.`,
      ],
      buttons: [{ label: 'Sign in', url }],
      footer: 'You get this letter because the operator of this hub entered your address.',
    }),
  )
}
