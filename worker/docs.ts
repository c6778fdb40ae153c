// `GET /openapi.json` and its reader at `/docs`. The reader's script is served by ourselves (web/public/scalar.js).

import type { OpenAPIHono } from '@hono/zod-openapi'
import { Scalar } from '@scalar/hono-api-reference'
import { Hono } from 'hono'
import type { Hub } from '../core/context.ts'
import { type ErrorCode, errorCatalogue } from '../core/contract/errors.ts'
import { programScopes } from '../core/contract/permissions.ts'
import type { HubVariables } from './http-context.ts'
import { page } from './page.ts'

/** The OpenAPI 3.1 document of everything mounted on the app. */
export function openApiDocument(
  app: OpenAPIHono<{ Variables: HubVariables }>,
  publicOrigin: string,
) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Causeway',
      version: '1',
      description: [
        "A team's AI chat joined to the systems its company runs on.",
        `Keys carry scopes: ${programScopes.join(', ')}, \`actions:<connector>:read|write\`, or \`*\`.`,
        'Refusals are problem documents (RFC 9457) with a `code` of a closed catalogue: see /docs/errors.',
      ].join('\n\n'),
    },
    servers: [{ url: publicOrigin }],
  })
}

export function docsDoor(hub: Hub, app: OpenAPIHono<{ Variables: HubVariables }>) {
  const door = new Hono<{ Variables: HubVariables }>()
  let document: ReturnType<typeof openApiDocument> | undefined
  door.get('/openapi.json', (c) => {
    document ??= openApiDocument(app, hub.settings.publicOrigin)
    return c.json(document)
  })
  door.get(
    '/docs',
    async (c, next) => {
      await next()
      // The reader's own bundle writes styles and builds functions; it runs on this page only.
      c.res.headers.set(
        'content-security-policy',
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
    },
    Scalar({
      url: '/openapi.json',
      cdn: '/scalar.js',
      pageTitle: 'Causeway API',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      hideClientButton: true,
      mcp: { disabled: true },
      authentication: { preferredSecurityScheme: 'bearer' },
      agent: { disabled: true },
    } as never),
  )
  door.get('/docs/errors', () => errorsPage())
  return door
}

function errorsPage(): Response {
  const rows = (Object.keys(errorCatalogue) as ErrorCode[])
    .map((code) => {
      const kind = errorCatalogue[code]
      return `<tr id="${code}"><td><code>${code}</code></td><td>${kind.status}</td><td>${kind.title}</td></tr>`
    })
    .join('\n')
  return page(
    'Error codes',
    `<h1>Error codes</h1><p>Every refusal is a problem document (RFC 9457). Its <code>code</code> is one of these.</p>
     <table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}
