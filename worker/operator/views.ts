// What an operator sees of an organization that consented: the organization's own lists, read by the same use cases that its
// people read them by, with the one right the list takes. Nothing here changes anything, and nothing holds a credential.
import { Hono } from 'hono'
import { z } from 'zod'
import { listRuns } from '../../core/actions/index.ts'
import { listAuditEvents } from '../../core/audit/index.ts'
import { listConnections } from '../../core/connections/index.ts'
import type { Ctx, Hub } from '../../core/context.ts'
import { AppError, notFound } from '../../core/contract/errors.ts'
import { type PageQuery, pageQuery } from '../../core/contract/paging.ts'
import { beginView, isView, type View } from '../../core/operators/index.ts'
import { placeOfOrganization } from '../../core/organizations/index.ts'
import { listMembers } from '../../core/people/index.ts'
import { listOrganizationDeliveries } from '../../core/webhooks/index.ts'
import type { HubVariables } from '../http-context.ts'
import { parseInput } from '../operation.ts'
import { operatorRequest } from './authenticate.ts'

const lists: Readonly<Record<View, (ctx: Ctx, query: PageQuery) => Promise<unknown>>> = {
  connections: listConnections,
  runs: listRuns,
  deliveries: listOrganizationDeliveries,
  'audit-events': listAuditEvents,
  members: listMembers,
}

export function operatorViewsDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  door.get('/organizations/:organizationId/view/:what', async (c) => {
    const what = c.req.param('what')
    if (!isView(what)) throw new AppError('not_found', 'There is no such view.')
    const query = parseInput(z.strictObject(pageQuery.shape), c.req.query(), 'query')
    const place = await placeOfOrganization(hub, c.req.param('organizationId'))
    if (!place) throw notFound('organization')
    const ctx = await beginView(operatorRequest(hub, c), place, what)
    return c.json((await lists[what](ctx, query)) as object)
  })
  return door
}
