// Installation: a code becomes a bot token; a token is looked at, and taken back.
// OAuth v2: docs.slack.dev/authentication/installing-with-oauth.
import { z } from 'zod'
import type { VendorAccount } from '../../core/contract/connector.ts'
import type { VendorAccess } from '../kit/vendor-client.ts'
import { callSlack, callSlackAsApp, type SlackSession } from './client.ts'

export interface SlackApp {
  readonly clientId: string
  readonly clientSecret: string
}

export interface SlackInstallation {
  readonly accessToken: string
  /** Null without token rotation. Single-use: the answer to its use holds the next one. */
  readonly refreshToken: string | null
  /** Milliseconds since the epoch; null for a token that does not expire. */
  readonly expiresAtMs: number | null
  readonly scopes: readonly string[]
  readonly botUserId: string | null
  readonly appId: string | null
  /** Null when a whole Enterprise Grid organization installed the app. */
  readonly team: { readonly id: string; readonly name: string } | null
  readonly enterprise: { readonly id: string; readonly name: string } | null
  readonly isEnterpriseInstall: boolean
  /** The Slack user who pressed Allow. */
  readonly installedBy: string | null
}

const place = z
  .object({ id: z.string(), name: z.string().nullish() })
  .nullish()
  .transform((found) => (found ? { id: found.id, name: found.name ?? found.id } : null))
const accessAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive().nullish(),
  scope: z.string().nullish(),
  bot_user_id: z.string().nullish(),
  app_id: z.string().nullish(),
  team: place,
  enterprise: place,
  is_enterprise_install: z.boolean().nullish(),
  authed_user: z.object({ id: z.string() }).nullish(),
})

/** Reads the answer of `oauth.v2.access`; the time of asking is the token's birth. @throws ZodError */
export function installationOf(answer: unknown, nowMs: number): SlackInstallation {
  const found = accessAnswer.parse(answer)
  return {
    accessToken: found.access_token,
    refreshToken: found.refresh_token ?? null,
    expiresAtMs: found.expires_in == null ? null : nowMs + found.expires_in * 1000,
    scopes: found.scope ? found.scope.split(',') : [],
    botUserId: found.bot_user_id ?? null,
    appId: found.app_id ?? null,
    team: found.team,
    enterprise: found.enterprise,
    isEnterpriseInstall: found.is_enterprise_install === true,
    installedBy: found.authed_user?.id ?? null,
  }
}

/**
 * Exchanges the code of the callback, once: a second use, a wrong redirect URI or a wrong secret is refused.
 *
 * @throws VendorError
 */
export async function exchangeCode(
  access: VendorAccess,
  app: SlackApp,
  grant: { code: string; redirectUri: string },
): Promise<SlackInstallation> {
  const askedAtMs = access.now()
  const answer = await callSlackAsApp(access, {
    method: 'oauth.v2.access',
    form: {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code: grant.code,
      redirect_uri: grant.redirectUri,
    },
    secrets: [app.clientSecret, grant.code],
    answer: z.unknown().refine((body) => accessAnswer.safeParse(body).success),
  })
  return installationOf(answer, askedAtMs)
}

export interface SlackIdentity extends VendorAccount {
  readonly botUserId: string
  readonly teamId: string
  readonly enterpriseId: string | null
}

const authTestAnswer = z.object({
  url: z.string(),
  team: z.string().nullish(),
  team_id: z.string().nullish(),
  user_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
})

/** Whose token it is: the workspace, or the organization that installed the app. @throws VendorError */
export async function authTest(session: SlackSession): Promise<SlackIdentity> {
  const found = await callSlack(session, {
    method: 'auth.test',
    effect: 'read',
    arguments: {},
    answer: authTestAnswer,
  })
  const enterpriseId = found.enterprise_id ?? null
  const teamId = found.team_id ?? ''
  const id = found.is_enterprise_install === true && enterpriseId !== null ? enterpriseId : teamId
  return {
    id,
    name: found.team ?? id,
    url: found.url.replace(/\/+$/, ''),
    botUserId: found.user_id,
    teamId,
    enterpriseId,
  }
}

/** Ends the session's token. @throws VendorError */
export async function revokeToken(session: SlackSession): Promise<void> {
  await callSlack(session, {
    method: 'auth.revoke',
    effect: 'write',
    arguments: {},
    answer: z.unknown(),
  })
}

/** Takes the app out of the workspace, with every token of it. @throws VendorError */
export async function uninstallApp(session: SlackSession, app: SlackApp): Promise<void> {
  await callSlack(session, {
    method: 'apps.uninstall',
    effect: 'write',
    arguments: { client_id: app.clientId, client_secret: app.clientSecret },
    answer: z.unknown(),
  })
}
