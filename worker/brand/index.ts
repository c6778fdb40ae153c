// `/brand/{organizationId}/logo` and `/brand/{organizationId}/colors.css`: what letters and hosted pages load, from anyone's browser.
// A logo is served as exactly what its bytes are, in a sandbox of its own, so that it can be nothing else.
import { Hono } from 'hono'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { colorsOf, logoOf } from '../../core/organizations/index.ts'
import type { HubVariables } from '../http-context.ts'

const sandbox = "default-src 'none'; sandbox"
const yearSeconds = 31_536_000
const minuteSeconds = 60

export function brandDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/brand/:organizationId/logo', async (c) => {
    const logo = await logoOf(hub, c.req.param('organizationId'))
    if (!logo) throw new AppError('not_found', 'There is no such logo.')
    // The address in letters and pages names the content: another logo is another address.
    const isNamed = c.req.query('v') === logo.hash
    const etag = `"${logo.hash}"`
    c.header('content-security-policy', sandbox)
    c.header('cross-origin-resource-policy', 'cross-origin')
    c.header('etag', etag)
    c.header(
      'cache-control',
      isNamed ? `public, max-age=${yearSeconds}, immutable` : `public, max-age=${minuteSeconds}`,
    )
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    c.header('content-type', logo.mediaType)
    c.header('content-disposition', 'inline; filename="logo"')
    return c.body(new Uint8Array(logo.bytes))
  })

  door.get('/brand/:organizationId/colors.css', async (c) => {
    const colors = await colorsOf(hub, c.req.param('organizationId'))
    if (colors === null) throw new AppError('not_found', 'There are no such colours.')
    c.header('content-type', 'text/css; charset=utf-8')
    c.header('cache-control', `public, max-age=${minuteSeconds}`)
    return c.body(colors)
  })
  return door
}
