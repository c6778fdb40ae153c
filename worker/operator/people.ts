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
  removeOperator,
} from '../../core/operators/index.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { operatorOf, operatorRequest, requireDeploySecret } from './authenticate.ts'

const bodyBounds = { bytesMax: 16 * 1024, optional: false }

export function operatorPeopleDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  const requestOf = (c: HubContext) => operatorRequest(hub, c)

  door.post('/bootstrap', requireDeploySecret, async (c) => {
    const input = parseInput(newOperator, await readJsonBody(c, bodyBounds), '')
    return c.json(await bootstrapOperator(requestOf(c), input), 201)
  })

  door.get('/me', (c) => c.json(operatorOf(c)))

  door.get('/operators', async (c) =>
    c.json({ data: await listOperators(requestOf(c)), nextCursor: null }),
  )

  door.post('/operators', async (c) => {
    const input = parseInput(newOperator, await readJsonBody(c, bodyBounds), '')
    const added = await addOperator(requestOf(c), input)
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
