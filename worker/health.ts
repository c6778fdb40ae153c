// `GET /health`: whether the hub and each thing it stands on answer. Says nothing of any organization.
import { Hono } from 'hono'
import type { Hub } from '../core/context.ts'
import { AppError } from '../core/contract/errors.ts'
import { pingDatabase } from '../core/db/ping.ts'
import type { HubVariables } from './http-context.ts'

/** `set` and `not_set` say only whether the operator configured it: it is not asked here. */
type State = 'ok' | 'failing' | 'set' | 'not_set'

export function healthDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  door.get('/health', async (c) => {
    const dependencies = await dependenciesOf(hub)
    const failing = Object.values(dependencies).includes('failing')
    return c.json(
      {
        status: failing ? 'failing' : 'ok',
        dependencies,
        simulatorUrl: hub.settings.simulatorUrl,
      },
      failing ? 503 : 200,
    )
  })
  door.all('/health', () => {
    throw new AppError('method_not_allowed', 'This path allows GET.', {
      extensions: { allow: 'GET' },
    })
  })
  return door
}

/** What the hub stands on, by name, and whether it answers. */
export async function dependenciesOf(hub: Hub): Promise<Readonly<Record<string, State>>> {
  const checks: [string, Promise<State>][] = [
    ['directory', answers(pingDatabase(hub.directory))],
    ...hub.shards.map((shard): [string, Promise<State>] => [
      `shard ${shard}`,
      answers(pingDatabase(hub.shard(shard))),
    ]),
  ]
  const dependencies: Record<string, State> = {}
  for (const [name, state] of checks) dependencies[name] = await state
  dependencies.model = hub.settings.model ? 'set' : 'not_set'
  dependencies.slack = hub.settings.oauthClients.slack ? 'set' : 'not_set'
  return dependencies
}

async function answers(work: Promise<void>): Promise<State> {
  try {
    await work
    return 'ok'
  } catch {
    return 'failing'
  }
}
