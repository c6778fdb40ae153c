// The one file that turns bindings into ports. A hub is made once in each isolate and shared by its requests: it holds
// no request's I/O. `makeHub` is also what Durable Objects and queue consumers are given.
import { decodeBase64 } from '@oslojs/encoding'
import { connectorRegistry } from '../connectors/registry.ts'
import type { AuditLogPort, ConversationPort, Ctx, Hub, Settings } from '../core/context.ts'
import { assert } from '../core/contract/errors.ts'
import type { DispatcherPort } from '../core/contract/ports.ts'
import type { SessionPort } from '../core/contract/sessions.ts'
import { openDirectory, openShard } from '../core/db/database.ts'
import { selectDataKey } from '../core/db/queries/data-keys.ts'
import { makeEgress } from '../core/egress/guarded-fetch.ts'
import { errorText } from '../core/lib/error-text.ts'
import { makeVault } from '../core/vault/vault.ts'
import { type Env, shardBindings } from './env.ts'
import { makePlacement, type Placement } from './placement.ts'
import { platformIds } from './ports/ids.ts'
import { consoleLog } from './ports/log.ts'
import { mailOf } from './ports/mail.ts'
import { parseVariables, type Variables } from './variables.ts'

const hubs = new WeakMap<object, Hub>()

/** The isolate's hub. @throws when a variable is wrong, with its name. */
export function makeHub(env: Env): Hub {
  const known = hubs.get(env)
  if (known) return known
  const hub = buildHub(env)
  hubs.set(env, hub)
  return hub
}

/** Work found by a sweep soon after a commit, even if this process dies at once. */
const sweepAfterMs = 5_000
/** At most one call to a shard's Dispatcher in this time, from one isolate. */
const armEveryMs = 1_000

function buildHub(env: Env): Hub {
  const variables = parseVariables(env)
  const settings = settingsOf(variables)
  const clock = { now: () => Date.now() }
  const bindings = shardBindings(env)
  const shards = new Map([...bindings].map(([name, d1]) => [name, openShard(d1)]))
  const placement = makePlacement(variables.DATABASE_REGIONS, [...shards.keys()])
  const armedAt = new Map<string, number>()

  const egress = makeEgress({
    fetch: (request) => fetch(request),
    clock,
    log: consoleLog,
    simulatorUrl: settings.simulatorUrl,
    allowLoopback: variables.ALLOW_LOOPBACK_EGRESS ?? false,
    ownHosts: [new URL(settings.publicOrigin).host],
  })
  const auditLogObject = (organizationId: string, shard: string) => () =>
    placement.object<AuditLogObject>(env.AUDIT_LOG, organizationId, shard)

  const hub: Hub = {
    settings,
    clock,
    ids: platformIds,
    log: consoleLog,
    vault: makeVault(variables.VAULT_KEYS, platformIds),
    connectors: connectorRegistry,
    egress,
    mail: mailOf(
      {
        simulatorUrl: settings.simulatorUrl,
        url: variables.MAIL_URL,
        token: variables.MAIL_TOKEN,
        from: variables.MAIL_FROM,
        binding: env.MAIL,
      },
      egress,
    ),
    directory: openDirectory(env.DIRECTORY),
    shards: [...shards.keys()],
    regions: placement.regions,
    shardsIn: placement.shardsIn,
    shard(name) {
      const db = shards.get(name)
      assert(db, `there is no shard ${name}`)
      return db
    },
    dispatcher: (shard) => dispatcherOf(env, placement, shard),
    async handOver(shard, deliveryIds) {
      for (let at = 0; at < deliveryIds.length; at += 100) {
        await env.DELIVERIES.sendBatch(
          deliveryIds
            .slice(at, at + 100)
            .map((deliveryId) => ({ body: { kind: 'delivery' as const, shard, deliveryId } })),
        )
      }
    },
    conversation: (name, shard) =>
      placement.object<ConversationPort>(env.CONVERSATION, name, shard),
    auditLog: (organizationId, shard) =>
      auditLogOf(auditLogObject(organizationId, shard), { organizationId, shard }),
    sessions: (name, shard) => placement.object<SessionPort>(env.SESSION, name, shard),
    auditSigner: () => auditSignerOf(variables),
    publishCheckpoint: (organizationId, checkpoint) =>
      env.CACHE.put(`checkpoint/${organizationId}`, JSON.stringify(checkpoint)),
    open(options): Ctx {
      const db = hub.shard(options.shard)
      const named = (name: string, work: Promise<unknown>) =>
        options.waitUntil(
          name,
          work.catch((error) =>
            consoleLog.write('warn', `${name} failed`, {
              requestId: options.requestId,
              organizationId: options.organizationId,
              error: errorText(error),
            }),
          ),
        )
      return {
        hub,
        settings,
        organizationId: options.organizationId,
        shard: options.shard,
        actor: options.actor,
        grants: options.grants,
        requestId: options.requestId,
        session: options.session ?? null,
        db,
        readDataKey: () => selectDataKey(db, options.organizationId),
        clock,
        ids: platformIds,
        log: consoleLog,
        egress: hub.egress,
        vault: hub.vault,
        connectors: hub.connectors,
        idempotency: options.idempotency ?? null,
        waitUntil: named,
        outbox: {
          async arm() {
            const nowMs = clock.now()
            if (nowMs - (armedAt.get(options.shard) ?? 0) < armEveryMs) return
            await hub.dispatcher(options.shard).arm(nowMs + sweepAfterMs)
            armedAt.set(options.shard, nowMs)
          },
          handOver(deliveryIds) {
            if (deliveryIds.length === 0) return
            named('hand over deliveries', hub.handOver(options.shard, deliveryIds))
          },
          auditGrew() {
            const { organizationId, shard } = options
            named(
              'wake the audit log',
              wakeAuditLog(auditLogObject(organizationId, shard), { organizationId, shard }),
            )
          },
        },
      }
    },
  }
  return hub
}

function settingsOf(variables: Variables): Settings {
  const local = variables.ENVIRONMENT === 'local'
  const { AI_BASE_URL, AI_API_KEY, AI_MODEL } = variables
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET } = variables
  return {
    publicOrigin: variables.PUBLIC_ORIGIN,
    local,
    simulatorUrl: variables.SIMULATOR_URL?.replace(/\/$/, '') ?? null,
    keyPrefix: local ? 'cwk_test_' : 'cwk_live_',
    webhookTimeoutMs: variables.WEBHOOK_TIMEOUT_MS,
    operatorSecret: variables.OPERATOR_SECRET,
    closed: variables.CLOSED ?? false,
    signUp: variables.SIGN_UP,
    model:
      AI_BASE_URL && AI_MODEL
        ? { baseUrl: AI_BASE_URL, apiKey: AI_API_KEY ?? '', name: AI_MODEL }
        : null,
    oauthClients:
      SLACK_CLIENT_ID && SLACK_CLIENT_SECRET
        ? { slack: { clientId: SLACK_CLIENT_ID, clientSecret: SLACK_CLIENT_SECRET } }
        : {},
    inboundSecrets: SLACK_SIGNING_SECRET
      ? { slack: SLACK_SIGNING_SECRET.split(',').filter(Boolean) }
      : {},
  }
}

function dispatcherOf(env: Env, placement: Placement, shard: string): DispatcherPort {
  const object = () =>
    placement.object<{
      arm(atMs: number, shard: string): Promise<void>
      wake(shard: string, options: { restarted: boolean }): Promise<void>
    }>(env.DISPATCHER, shard, shard)
  return {
    arm: (atMs) => object().arm(atMs, shard),
    wake: (options) => object().wake(shard, options),
  }
}

type AuditLogObject = Omit<AuditLogPort, 'wake'> & {
  wake(place: { organizationId: string; shard: string }): Promise<void>
}

/** When each organization's audit log was last woken from this isolate: one call a second is enough to seal soon. */
const auditWokenAt = new Map<string, number>()

async function wakeAuditLog(
  object: () => AuditLogObject,
  place: { organizationId: string; shard: string },
): Promise<void> {
  const { organizationId } = place
  const nowMs = Date.now()
  if (nowMs - (auditWokenAt.get(organizationId) ?? 0) < 1_000) return
  if (auditWokenAt.size > 10_000) auditWokenAt.clear()
  auditWokenAt.set(organizationId, nowMs)
  await object().wake(place)
}

function auditLogOf(
  reach: () => AuditLogObject,
  place: { organizationId: string; shard: string },
): AuditLogPort {
  const object = async () => {
    const log = reach()
    await log.wake(place)
    return log
  }
  return {
    wake: async () => {
      await object()
    },
    seal: async () => (await object()).seal(),
    checkpoints: async (limit, before) => (await object()).checkpoints(limit, before),
    leaves: async (index, count) => (await object()).leaves(index, count),
    inclusion: async (index, size) => (await object()).inclusion(index, size),
    consistency: async (oldSize, newSize) => (await object()).consistency(oldSize, newSize),
    verifierKey: async () => (await object()).verifierKey(),
    standing: async () => (await object()).standing(),
    endings: async () => (await object()).endings(),
  }
}

let signer: Promise<AuditSigner> | undefined

type AuditSigner = Awaited<ReturnType<Hub['auditSigner']>>

function auditSignerOf(variables: Variables): Promise<AuditSigner> {
  signer ??= readSigner(variables)
  return signer
}

async function readSigner(variables: Variables): Promise<AuditSigner> {
  const pkcs8 = new Uint8Array(decodeBase64(variables.AUDIT_SIGNING_KEY))
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, [
    'sign',
  ])
  const jwk = (await crypto.subtle.exportKey('jwk', privateKey)) as JsonWebKey
  const publicKey = await crypto.subtle.importKey(
    'jwk',
    { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' },
    { name: 'Ed25519' },
    true,
    ['verify'],
  )
  const publicKeyRaw = new Uint8Array(
    (await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer,
  )
  return { name: new URL(variables.PUBLIC_ORIGIN).host, privateKey, publicKeyRaw }
}
