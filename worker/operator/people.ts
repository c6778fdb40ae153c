// Operators as people: who asks, the list, adding and removing, the operator log, and the first one by the deploy secret.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Hub } from '../../core/context.ts'
import { pageQuery } from '../../core/contract/paging.ts'
import { letterOf } from '../../core/mail/letter.ts'
import {
  addOperator,
  bootstrapOperator,
  createOperatorLink,
  listOperatorEvents,
  listOperators,
  newOperator,
  type PresentedOperator,
  removeOperator,
} from '../../core/operators/index.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { visitorOf } from '../visitor.ts'
import { operatorOf, operatorRequest, requireDeploySecret } from './authenticate.ts'

const bodyBounds = { bytesMax: 16 * 1024, optional: false }

export function operatorPeopleDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  const requestOf = (c: HubContext) => operatorRequest(hub, c)

  door.post('/bootstrap', requireDeploySecret, async (c) => {
    const input = parseInput(newOperator, await readJsonBody(c, bodyBounds), '')
    return c.json(await bootstrapOperator(requestOf(c), input), 201)
  })

  door.get('/me', (c) => {
    const { id, email, name } = operatorOf(c)
    return c.json({ id, email, name })
  })

  door.get('/operators', async (c) =>
    c.json({ data: await listOperators(requestOf(c)), nextCursor: null }),
  )

  door.post('/operators', async (c) => {
    const input = parseInput(newOperator, await readJsonBody(c, bodyBounds), '')
    const before = await listOperators(requestOf(c))
    const added = await addOperator(requestOf(c), input)
    if (!before.some(({ id }) => id === added.id)) {
      visitorOf(hub, c).waitUntil(
        'tell of a new operator',
        tellOfNew(hub, before, { added, by: operatorOf(c).name }),
      )
    }
    const { url } = await createOperatorLink(hub, added.id)
    const inviter = operatorOf(c).name
    await hub.mail.send(
      letterOf({
        to: added.email,
        subject: 'You are an operator now',
        brand: null,
        title: 'You are an operator now',
        paragraphs: [
          `${inviter} made you an operator of ${new URL(hub.settings.publicOrigin).host}. This link signs you in. It works once, for fifteen minutes; afterwards ask for another at ${hub.settings.publicOrigin}/console/sign-in.`,
        ],
        buttons: [{ label: 'Sign in', url }],
        footer: 'You get this letter because your address was entered in the operator console.',
      }),
    )
    return c.json(added, 201)
  })

  door.delete('/operators/:operatorId', async (c) => {
    await removeOperator(requestOf(c), { operatorId: c.req.param('operatorId') })
    return c.body(null, 204)
  })

  door.get('/events', async (c) => {
    const query = parseInput(z.strictObject(pageQuery.shape), c.req.query(), 'query')
    return c.json(await listOperatorEvents(requestOf(c), query))
  })
  return door
}

/** Everybody who was there, the one who did it too: it may have been somebody else at their browser. */
async function tellOfNew(
  hub: Hub,
  before: readonly PresentedOperator[],
  { added, by }: { added: PresentedOperator; by: string },
): Promise<void> {
  const { host } = new URL(hub.settings.publicOrigin)
  const sent = before.map(({ email }) =>
    hub.mail.send(
      letterOf({
        to: email,
        subject: `${added.name} is an operator now`,
        brand: null,
        title: `${added.name} is an operator now`,
        paragraphs: [
          `${by} made ${added.name} (${added.email}) an operator of ${host}.`,
          'If nobody among you meant to, remove them in the operator console.',
        ],
        buttons: [
          { label: 'Look at the operators', url: `${hub.settings.publicOrigin}/console/operators` },
        ],
        footer: `You get this letter because you are an operator of ${host}.`,
      }),
    ),
  )
  const failed = (await Promise.allSettled(sent)).filter(({ status }) => status === 'rejected')
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${sent.length} letters did not go out`)
}
