// The catalogue's shapes, by their short names, and an action's snippets for programs.
import type { operations } from '@causeway/sdk'
import { exampleOf } from '../../kit/schema-form/example.ts'
import { shapeOf } from '../../kit/schema-form/shapes.ts'

export type Connector = operations['getConnector']['responses'][200]['content']['application/json']
export type Action = Connector['actions'][number]

/** How the action is run with curl; `connectionId` null leaves a place for it. */
export function curlOf(action: Action, connectionId: string | null): string {
  const path = `/v1/connections/${connectionId ?? '$CONNECTION_ID'}/actions/${action.name}`
  const body = JSON.stringify(exampleOf(shapeOf(action.input)), null, 2).replaceAll("'", "'\\''")
  return `curl ${location.origin}${path} \\
  -H "Authorization: Bearer $API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`
}

/** The same with the SDK. */
export function sdkOf(action: Action, connectionId: string | null): string {
  const body = JSON.stringify(exampleOf(shapeOf(action.input)), null, 2).replaceAll('\n', '\n  ')
  return `import { causeway } from '@causeway/sdk'

const hub = causeway({ baseUrl: '${location.origin}', apiKey: process.env.API_KEY })
const { data, error } = await hub.POST('/v1/connections/{connectionId}/actions/{action}', {
  params: { path: { connectionId: '${connectionId ?? 'conn_…'}', action: '${action.name}' } },
  body: ${body},
})`
}
