// The hub as a machine: how it fares, in numbers, and what only an operator sets going.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import { appliedMigrations } from '../../core/db/applied-migrations.ts'
import {
  hubHealth,
  recordOperatorAct,
  requireRecentOperatorSignIn,
  restoreDatabase,
  restoreInput,
} from '../../core/operators/index.ts'
import { rewrapDataKeys } from '../../core/organizations/index.ts'
import { dependenciesOf } from '../health.ts'
import type { HubVariables } from '../http-context.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'
import { compatibilityDate, expectedMigrations, hubVersion } from '../versions.ts'
import { operatorOf, operatorRequest, requireDeploySecret } from './authenticate.ts'

/** Data keys of one shard in one request: each is two queries. */
const rewrapMax = 200

export function operatorMachineryDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.get('/health', async (c) => {
    const [dependencies, migrations, shards] = await Promise.all([
      dependenciesOf(hub),
      migrationsOf(hub),
      hubHealth({ hub }),
    ])
    return c.json({
      dependencies,
      versions: { hub: hubVersion, compatibilityDate, migrations },
      shards,
    })
  })

  // `restarted`: the caller knows that no other process is running, so that nothing is in flight.
  door.post('/wake', async (c) => {
    const body = z.strictObject({ restarted: z.boolean().default(false) })
    const input = parseInput(
      body,
      await readJsonBody(c, { bytesMax: 16 * 1024, optional: true }),
      '',
    )
    if (input.restarted && !hub.settings.local) {
      throw new AppError(
        'forbidden',
        'On a deployed hub other processes run: nothing is known to be over.',
      )
    }
    await Promise.all(hub.shards.map((shard) => hub.dispatcher(shard).wake(input)))
    return c.json({ shards: hub.shards })
  })

  // After D1 was put back in time. Repeat with `cursor` until `nextCursor` is null.
  door.post('/restore', requireDeploySecret, async (c) => {
    const body = await readJsonBody(c, { bytesMax: 16 * 1024, optional: false })
    return c.json(
      await restoreDatabase(operatorRequest(hub, c), parseInput(restoreInput, body, '')),
    )
  })

  // After a new key was put first in VAULT_KEYS: repeat until it answers 0, then take the old key out.
  door.post('/vault/rewrap', async (c) => {
    const operator = operatorOf(c)
    requireRecentOperatorSignIn({ hub, operator })
    await recordOperatorAct({ hub, operator }, { action: 'vault.rewrap', targetId: null })
    let rewrapped = 0
    for (const shard of hub.shards) rewrapped += await rewrapDataKeys(hub, shard, rewrapMax)
    return c.json({ rewrapped })
  })
  return door
}

/** What each database has of what this code expects; `applied` is null where it is not known. */
async function migrationsOf(hub: Hub) {
  const databases = [
    { name: 'directory', db: hub.directory, expected: expectedMigrations.directory },
    ...hub.shards.map((shard) => ({
      name: `shard ${shard}`,
      db: hub.shard(shard),
      expected: expectedMigrations.shard,
    })),
  ]
  const rows = await Promise.all(
    databases.map(async ({ name, db, expected }) => {
      const applied = await appliedMigrations(db)
      const missing = applied === null ? null : expected.filter((each) => !applied.includes(each))
      return [name, { applied: applied?.length ?? null, expected: expected.length, missing }]
    }),
  )
  return Object.fromEntries(rows) as Record<string, unknown>
}
