// Variables and secrets, parsed once in each isolate. A wrong one stops the hub with its name, before any request is answered. The
// deploy command checks an operator's settings by the same schema, and a test holds the guide's table against it.
import { z } from 'zod'
import { type Region, region } from '../core/contract/regions.ts'
import { isLoopbackHost } from '../core/lib/public-address.ts'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** Set by `npm start` and tests; a deployed hub does not run with them. */
export const developmentNames = ['SIMULATOR_URL', 'ALLOW_LOOPBACK_EGRESS'] as const
/** Kept in the platform's secret store, never in a file of settings. */
export const secretNames: readonly string[] = [
  'OPERATOR_SECRET',
  'VAULT_KEYS',
  'AUDIT_SIGNING_KEY',
  'AI_API_KEY',
  'MAIL_TOKEN',
  'SLACK_CLIENT_SECRET',
  'SLACK_SIGNING_SECRET',
]

/** `directory:eu,00:eu,01:us` */
const databaseRegions = z
  .string()
  .regex(/^(directory|[0-9A-Za-z]{2}):[a-z]+(,(directory|[0-9A-Za-z]{2}):[a-z]+)*$/)
  .transform((text) => text.split(',').map((pair) => pair.split(':')))
  .pipe(z.array(z.tuple([z.string(), region])))
  .transform((pairs): ReadonlyMap<string, Region> => new Map(pairs))

const variables = z
  .object({
    /** `local` under `npm start` and tests; anything else is a deployed Worker. */
    ENVIRONMENT: z.string().default('production'),
    /** What people and programs see: scheme, host and port. Every link and issuer is built from it. */
    PUBLIC_ORIGIN: z.url().transform((url) => new URL(url).origin),
    /** Bearer secret of the operator's door. At least 32 characters. */
    OPERATOR_SECRET: z.string().min(32),
    /** Who may begin an organization: anyone (`open`), invited people (`invitation`), or the operator alone (`closed`). */
    SIGN_UP: z.enum(['open', 'invitation', 'closed']).default('invitation'),
    /** The sender of our letters: `Name <address>` or an address of a domain the mail provider knows. */
    MAIL_FROM: z.string().max(320).optional(),
    /** An HTTPS mail provider that takes `{ from, to, subject, text, html }` with a bearer token; else the binding MAIL sends. */
    MAIL_URL: z.url({ protocol: /^https$/ }).optional(),
    MAIL_TOKEN: z.string().optional(),
    /** While set, every door but the operator's and `/health` answers 503: for the minutes of a restore. */
    CLOSED: flag.optional(),
    /** Key ring of the vault: `<id>:<32 bytes base64>[,…]`, the first wraps, all open. */
    VAULT_KEYS: z.string().min(1),
    /** Ed25519 private key that signs audit checkpoints: PKCS #8, base64. */
    AUDIT_SIGNING_KEY: z.string().min(1),
    /**
     * Where the databases were created, `<database>:<region>[,…]`, a database being `directory` or a shard's name. Their Durable
     * Objects are placed alike, so it never changes. Default: none has a region.
     */
    DATABASE_REGIONS: databaseRegions.default(new Map()),
    /** One attempt at a webhook endpoint, milliseconds. Default 15 s (Standard Webhooks: 15 to 30 s). */
    WEBHOOK_TIMEOUT_MS: z.coerce.number().int().min(100).max(30_000).default(15_000),
    /** The OpenAI-compatible model: base URL ending before `/chat/completions`, key, model name. */
    AI_BASE_URL: z.url().optional(),
    AI_API_KEY: z.string().optional(),
    AI_MODEL: z.string().optional(),
    /** The Slack app. Several signing secrets, separated by commas, are accepted while one is being replaced. */
    SLACK_CLIENT_ID: z.string().optional(),
    SLACK_CLIENT_SECRET: z.string().optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    /** Development only: where the pretend vendors listen. */
    SIMULATOR_URL: z.url().optional(),
    /** Development only: webhook endpoints and customer-given hosts may be loopback. */
    ALLOW_LOOPBACK_EGRESS: flag.optional(),
  })
  .superRefine((env, issues) => {
    if (env.ENVIRONMENT === 'local') return
    for (const name of developmentNames) {
      if (env[name] !== undefined) {
        issues.addIssue({ code: 'custom', path: [name], message: 'is for development only' })
      }
    }
    if (!env.PUBLIC_ORIGIN.startsWith('https://')) {
      issues.addIssue({ code: 'custom', path: ['PUBLIC_ORIGIN'], message: 'must be https' })
    }
  })
  .superRefine((env, issues) => {
    if (env.ENVIRONMENT === 'local' && !isLoopbackHost(new URL(env.PUBLIC_ORIGIN).hostname)) {
      issues.addIssue({
        code: 'custom',
        path: ['ENVIRONMENT'],
        message: 'may be local only when PUBLIC_ORIGIN is a loopback address',
      })
    }
  })

/** Names of all variables and secrets. */
export const variableNames: readonly string[] = Object.keys(variables.shape)

export type Variables = z.output<typeof variables>

/** Parses the variables. @throws Error that names each wrong variable and never its value. */
export function parseVariables(env: Readonly<Record<string, unknown>>): Variables {
  const parsed = variables.safeParse(env)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`The hub's variables are not right: ${wrong.join('; ')}`)
}
