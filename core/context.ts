// What every use case receives: the hub (the ports and databases of this process) and, opened on it, one organization
// with the actor who asks. Use cases never see which shard they work in, nor a binding.
import type { Actor } from './contract/actor.ts'
import type { ConnectorRegistry } from './contract/connector.ts'
import type { Ids } from './contract/ids.ts'
import type { Grants } from './contract/permissions.ts'
import type { Clock, DispatcherPort, Log, Mail, StreamingEgress } from './contract/ports.ts'
import type { Region } from './contract/regions.ts'
import type { RequestSession, SessionPort } from './contract/sessions.ts'
import type { DirectoryDatabase, ShardDatabase } from './db/database.ts'
import type { IdempotencyWrite } from './db/idempotency.ts'
import type { Outbox } from './db/write.ts'
import type { Vault } from './vault/vault.ts'

/** What the operator set, parsed once (worker/env.ts says purpose, unit and default of each). */
export interface Settings {
  readonly publicOrigin: string
  readonly local: boolean
  readonly simulatorUrl: string | null
  readonly keyPrefix: 'cwk_live_' | 'cwk_test_'
  readonly webhookTimeoutMs: number
  readonly operatorSecret: string
  /** Closed for maintenance: only operators are let in. */
  readonly closed: boolean
  /** Who may begin an organization here: anyone with an address, invited people only, or the operator alone. */
  readonly signUp: 'open' | 'invitation' | 'closed'
  readonly model: {
    readonly baseUrl: string
    readonly apiKey: string
    readonly name: string
  } | null
  /** The hub's own OAuth client at each vendor, by connector. */
  readonly oauthClients: Readonly<Record<string, OAuthClient>>
  /** What vendors sign their requests to us with, by connector; several while one is being replaced. */
  readonly inboundSecrets: Readonly<Record<string, readonly string[]>>
}

export interface OAuthClient {
  readonly clientId: string
  readonly clientSecret: string
}

/** A tree head signed by the audit log, as its customers check it. */
export interface AuditCheckpoint {
  readonly size: number
  readonly epoch: number
  /** Base64. */
  readonly rootHash: string
  /** C2SP signed note. */
  readonly note: string
  readonly at: string
}

/** Where an audit log stands: the leaves it has, where each epoch began, and why it stands still. */
export interface AuditStanding {
  readonly size: number
  readonly epochs: readonly { readonly epoch: number; readonly firstIndex: number }[]
  /** Numbers that a restore took, by epoch. */
  readonly lost: readonly {
    readonly epoch: number
    readonly firstSeq: number
    readonly lastSeq: number
  }[]
  readonly incident: { readonly kind: string; readonly at: string } | null
}

/** The organization's audit log object: a single writer of its tree. */
export interface AuditLogPort {
  /** Seals soon; answers at once. */
  wake(): Promise<void>
  /** Seals what is committed; returns the newest checkpoint, null when nothing was ever written. */
  seal(): Promise<AuditCheckpoint | null>
  /** Newest first; only those before `before` when it is given. */
  checkpoints(
    limit: number,
    before?: { readonly epoch: number; readonly size: number },
  ): Promise<readonly AuditCheckpoint[]>
  /** Sealed leaf hashes from `index` on, hex; bounded, fewer at the tree's end. */
  leaves(index: number, count: number): Promise<readonly string[]>
  /** Proof that leaf `index` (from 0) is in the tree of `size`; null when it is not. Base64 hashes. */
  inclusion(index: number, size: number): Promise<readonly string[] | null>
  consistency(oldSize: number, newSize: number): Promise<readonly string[] | null>
  /** The key that verifies checkpoints, C2SP form. */
  verifierKey(): Promise<string>
  /** How far the tree reaches, and what stops it. */
  standing(): Promise<AuditStanding>
  /** What sealed rows of the last weeks ended for good: keys revoked, members removed and the like. */
  endings(): Promise<readonly { readonly kind: string; readonly id: string }[]>
}

interface FromPlatform {
  readonly organizationId: string
  readonly shard: string
  /** Unique at the platform: a second delivery of the event is dropped. */
  readonly eventKey: string
  /** The platform's signature of the request that brought it. */
  readonly signature: string
  /** Unique for the message: a second event about it is dropped. */
  readonly messageKey: string
  readonly platform: 'slack'
  readonly teamId: string
  readonly channel: string
  readonly threadTs: string
  readonly messageTs: string
  readonly userId: string
}

/** Something to be handled by a conversation, in order, once. */
export type ConversationItem = FromPlatform &
  (
    | {
        readonly kind: 'question'
        /** Of another company that shares the channel. */
        readonly fromOutside: boolean
        readonly text: string
      }
    | {
        readonly kind: 'decision'
        readonly approvalId: string
        readonly choice: 'approve' | 'reject'
        /** Signed by the organization's own app, whose secret its admins hold: no witness of a second person. */
        readonly byOwnApp: boolean
      }
  )

/** `known`: delivered before. `replayed`: the very same signed request came again, which no platform does. */
export type Acceptance = 'accepted' | 'known' | 'replayed'

export interface ConversationPort {
  /** Durable when it resolves `accepted`. */
  accept(item: ConversationItem): Promise<Acceptance>
  /** What was visibly said, oldest first, at most the last twenty turns. */
  recall(): Promise<readonly SpokenTurn[]>
  remember(turn: SpokenTurn): Promise<void>
  /** Forgets what was said, for good. */
  forgetTurns(): Promise<void>
}

export interface SpokenTurn {
  readonly question: string
  readonly answer: string
  /** What else was shown with the answer, as JSON of the one who remembered it; null in chats, where the platform shows it. */
  readonly detail: string | null
}

export interface OpenOptions {
  readonly organizationId: string
  readonly shard: string
  readonly actor: Actor
  readonly grants: Grants
  readonly requestId: string
  readonly session?: RequestSession | null
  readonly idempotency?: IdempotencyWrite
  readonly waitUntil: (name: string, work: Promise<unknown>) => void
}

export interface Hub {
  readonly settings: Settings
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly egress: StreamingEgress
  readonly mail: Mail
  readonly vault: Vault
  readonly connectors: ConnectorRegistry
  readonly directory: DirectoryDatabase
  /** Names of all shards, in order. */
  readonly shards: readonly string[]
  /** Where a new organization may live, and the shards that take it there. */
  readonly regions: readonly Region[]
  shardsIn(region: Region): readonly string[]
  shard(name: string): ShardDatabase
  dispatcher(shard: string): DispatcherPort
  handOver(shard: string, deliveryIds: readonly string[]): Promise<void>
  conversation(name: string, shard: string): ConversationPort
  auditLog(organizationId: string, shard: string): AuditLogPort
  /** By organization; `operators` and `lobby/<two base62>` belong to none, and their shard is `directory`. */
  sessions(name: string, shard: string): SessionPort
  /** The key that signs audit checkpoints; its name is the public host. */
  auditSigner(): Promise<{
    readonly name: string
    readonly privateKey: CryptoKey
    readonly publicKeyRaw: Uint8Array
  }>
  /** Puts the newest checkpoint where anyone may read it. */
  publishCheckpoint(organizationId: string, checkpoint: AuditCheckpoint): Promise<void>
  open(options: OpenOptions): Ctx
}

export interface Ctx {
  readonly hub: Hub
  readonly settings: Settings
  readonly organizationId: string
  readonly shard: string
  readonly actor: Actor
  readonly grants: Grants
  readonly requestId: string
  /** Null for programs, chat and the hub itself. */
  readonly session: RequestSession | null
  readonly db: ShardDatabase
  /** For the vault: the organization's wrapped data key. */
  readonly readDataKey: () => Promise<string | null>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly egress: StreamingEgress
  readonly vault: Vault
  readonly connectors: ConnectorRegistry
  readonly outbox: Outbox
  readonly idempotency: IdempotencyWrite | null
  readonly waitUntil: (name: string, work: Promise<unknown>) => void
}

/** The same context with the idempotency row already spoken for: further writes of the request carry none. */
export function withoutIdempotency(ctx: Ctx): Ctx {
  return { ...ctx, idempotency: null }
}
