// The connector contract: everything the product needs to know of a vendor, declared once. From an action's
// declaration come its REST endpoint, its tool for the assistant, its permission, policy target, audit entry,
// usage meter and documentation. A connector is code without state: credentials arrive opened, in a session
// that lives for one call; requests leave through the egress it is given, to its own hosts only.
import type { z } from 'zod'
import type { Egress } from './ports.ts'
import type { VendorSetup } from './setup.ts'

/** How a customer proves to the vendor who they are. Quirks are data, read by one engine. */
export type Authorization =
  | {
      readonly kind: 'oauth2'
      readonly authorizeUrl: string
      readonly tokenUrl: string
      readonly revokeUrl?: string
      readonly scopes: readonly string[]
      readonly scopeSeparator?: ' ' | ','
      readonly pkce: boolean
      /** Our path for the way back; by default `/connect/<connector>/callback`. */
      readonly callbackPath?: string
      /** What happens to a refresh token when it is used. */
      readonly refresh: 'rotates' | 'renews' | 'stays' | 'none'
    }
  | { readonly kind: 'client_credentials'; readonly tokenUrl: string; readonly credentials: Fields }
  | { readonly kind: 'api_key'; readonly credentials: Fields }
  | { readonly kind: 'basic'; readonly credentials: Fields }
  | { readonly kind: 'personal_token'; readonly credentials: Fields }
  | { readonly kind: 'jwt_bearer'; readonly audience: string; readonly credentials: Fields }
  | { readonly kind: 'database'; readonly credentials: Fields }

/** A strict zod object; its fields' descriptions are shown at connect. */
export type Fields = z.ZodObject

/** Who the vendor says we are: compared at reconnect, bound into confirmations. */
export interface VendorAccount {
  /** Stable at the vendor: an account id, a workspace id. */
  readonly id: string
  /** For people. */
  readonly name: string
  readonly url: string | null
}

/** One call's worth of access. `credentials` and `config` passed the connector's own schemas. */
export interface VendorSession {
  readonly connectionId: string
  readonly account: VendorAccount | null
  readonly credentials: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, unknown>>
  readonly egress: Egress
  readonly now: () => number
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number
  /** Waits that many milliseconds between two tries; absent, a timer does. Tests pass one that does not wait. */
  readonly sleep?: (ms: number) => Promise<void>
  /** Base of the pretend vendors (development and tests), null when deployed. */
  readonly simulatorUrl: string | null
}

/** What an action's run knows beside its input. */
export interface ActionCall extends VendorSession {
  /** The run's id: put it at the vendor where there is room, so that a lost answer can be looked up. */
  readonly runId: string
  /** Milliseconds since the epoch when the run was claimed. */
  readonly startedAtMs: number
}

/** What a look-up of a lost answer found. `absent` only where the vendor reads its own writes. */
export type Lookup<Output> =
  | { readonly found: 'done'; readonly output: Output }
  | { readonly found: 'absent' }
  | { readonly found: 'unsure' }

export interface Action<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  /** snake_case; the tool is `<connector>_<name>`. */
  readonly name: string
  readonly title: string
  /** For people and models: what it does and when to use it. */
  readonly description: string
  readonly effect: 'read' | 'write'
  readonly input: Input
  readonly output: Output
  /** One line that says to a person what exactly will happen, or what was asked. */
  summary(input: z.output<Input>): string
  run(call: ActionCall, input: z.output<Input>): Promise<z.input<Output>>
  /** For writes: asks the vendor whether the run with that id was done. */
  lookup?(call: ActionCall, input: z.output<Input>): Promise<Lookup<z.input<Output>>>
}

/** One page of a sync. `cursor` is the connector's own JSON, kept by the engine. */
export interface SyncPage {
  readonly records: readonly {
    readonly id: string
    readonly title: string
    readonly url: string | null
    readonly text: string
    readonly updatedAt: string
    readonly fields: Readonly<Record<string, unknown>>
  }[]
  readonly deletedIds: readonly string[]
  readonly cursor: unknown
  readonly done: boolean
}

export interface Sync {
  /** Plural noun: `issues`. */
  readonly model: string
  readonly title: string
  readonly intervalSecondsMin: number
  pull(session: VendorSession, cursor: unknown): Promise<SyncPage>
}

/** A vendor's request to us, as it came. Header names are lower case. */
export interface InboundRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly url: string
}

export type InboundVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: 'missing' | 'malformed' | 'stale' | 'future' | 'forged'
    }

/** What a vendor tells us. Verification comes before parsing and fails closed. */
export interface InboundEvents {
  verify(
    request: InboundRequest,
    secrets: readonly string[],
    nowMs: number,
  ): Promise<InboundVerdict>
}

export interface Connector {
  /** The folder's name. */
  readonly id: string
  /** The product's name, as people know it. */
  readonly name: string
  readonly description: string
  /** Ways to connect, the recommended first. */
  readonly authorizations: readonly Authorization[]
  /** Asked at connect and kept in the clear. */
  readonly config: Fields
  /** Whose rights an action has: the organization's one connection, or the asking person's own. */
  readonly actsAs: 'organization' | 'person'
  /** Hosts that requests may go to; `*.` stands for one label or more. Given the config for customer-given hosts. */
  hosts(config: Readonly<Record<string, unknown>>): readonly string[]
  /**
   * Where the vendor's events name the account (a Slack workspace): the account is claimed in the directory, so that it belongs to
   * one organization. Absent where events come another way, or none do.
   */
  readonly claimsAccount?: true
  readonly actions: readonly Action[]
  readonly syncs: readonly Sync[]
  readonly inbound: InboundEvents | null
  /** Asks the vendor who we are. Throws a vendor error when the credentials do not work. */
  identify(session: VendorSession): Promise<VendorAccount>
  /** Takes the grant back at the vendor; absent where the vendor has no way. */
  revoke?(session: VendorSession): Promise<void>
}

/** The port by which core reaches connectors. */
export interface ConnectorRegistry {
  get(id: string): Connector | undefined
  list(): readonly Connector[]
  /** How a vendor is set up; also of vendors whose connector does not stand yet. */
  setup(id: string): VendorSetup | undefined
  setups(): readonly VendorSetup[]
}
