// Slack's OAuth v2: a consent page with Allow and Deny, single-use codes bound to client and redirect, bot tokens with their scopes.
// An app installed twice in one workspace keeps its bot token, as in Slack; revoking or uninstalling ends it.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  SimulatorWorld,
} from '../../../core/contract/simulator.ts'
import { findApp, rememberInstalled, type SlackApp } from './apps.ts'
import { app, people, team } from './workspace.ts'

export interface Token {
  token: string
  scopes: string[]
  userId: string
  /** The app it was given to. */
  appId: string
  revoked: boolean
}

interface Code {
  code: string
  clientId: string
  redirectUri: string
  scopes: string[]
  userId: string
  expiresAt: number
  used: boolean
}

const codeLifetimeMs = 600_000

export const tokensOf = (world: SimulatorWorld) => world.table<Token>('tokens')
const codesOf = (world: SimulatorWorld) => world.table<Code>('codes')

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function page(title: string, body: string, status = 200): SimulatorAnswer {
  const style =
    ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem}' +
    'button{font:inherit;padding:.5rem 1.25rem;border-radius:.5rem;border:1px solid GrayText;background:Canvas;color:CanvasText;margin-right:.5rem}' +
    'button.allow{background:#0b6e4f;color:#fff;border-color:#0b6e4f}li{margin:.2rem 0}small{opacity:.75}'
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style><main><h1>${escapeHtml(title)}</h1>${body}</main></html>`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  }
  return { status, headers, text }
}

/** `GET` shows the consent page; `POST` with `decision=allow|deny` sends the browser back with a code or `access_denied`. */
export function answerAuthorize(request: SimulatorRequest, world: SimulatorWorld): SimulatorAnswer {
  const form = (
    request.method === 'POST' && typeof request.body === 'object' ? request.body : {}
  ) as Record<string, string>
  const value = (name: string) => form[name] ?? request.query.get(name) ?? ''
  const clientId = value('client_id')
  const redirectUri = value('redirect_uri')
  const scopes = value('scope').split(/[ ,]+/).filter(Boolean)
  const known = findApp(world, clientId)
  if (!known)
    return page('Something went wrong', '<p>invalid_client_id: no app has this client id.</p>', 400)
  if (!URL.canParse(redirectUri))
    return page(
      'Something went wrong',
      '<p>bad_redirect_uri: redirect_uri is not an address.</p>',
      400,
    )
  if (known.redirectUrls !== null && !known.redirectUrls.includes(redirectUri))
    return page(
      'Something went wrong',
      '<p>bad_redirect_uri: redirect_uri did not match any configured URIs.</p>',
      400,
    )
  if (scopes.length === 0)
    return page('Something went wrong', '<p>invalid_scope: the app asks for no scope.</p>', 400)
  const back = new URL(redirectUri)
  if (value('state') !== '') back.searchParams.set('state', value('state'))
  if (request.method !== 'POST') return consentPage(request, scopes, redirectUri)
  const user = people.find((person) => person.id === value('user')) ?? people[0]
  if (form.decision !== 'allow' || !user) {
    back.searchParams.set('error', 'access_denied')
    return { status: 302, headers: { location: back.href } }
  }
  const code = `${team.id.toLowerCase()}.${world.randomId(32)}`
  const expiresAt = world.now() + codeLifetimeMs
  codesOf(world).put(code, {
    code,
    clientId,
    redirectUri,
    scopes,
    userId: user.id,
    expiresAt,
    used: false,
  })
  back.searchParams.set('code', code)
  return { status: 302, headers: { location: back.href } }
}

function consentPage(
  request: SimulatorRequest,
  scopes: string[],
  redirectUri: string,
): SimulatorAnswer {
  const hidden = [...request.query]
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('')
  const host = escapeHtml(new URL(redirectUri).host)
  return page(
    `${app.name} asks for access to ${team.name}`,
    `<p>A pretend Slack: nothing here is real. You act as Dana Reyes, an owner of the workspace.</p><p>It may:</p><ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<form method="post">${hidden}<button class="allow" name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form><p><small>Then back to ${host}.</small></p>`,
  )
}

/** `oauth.v2.access`: client by Basic or form; the code is spent by its first use, also by a wrong one. */
export function exchangeCode(
  request: SimulatorRequest,
  form: Record<string, unknown>,
  world: SimulatorWorld,
): Record<string, unknown> {
  const header = request.headers.authorization
  const basic = header === undefined ? null : basicOf(header)
  const asking = findApp(world, basic ? basic.id : form.client_id)
  if (!asking) return { ok: false, error: basic ? 'bad_client_secret' : 'invalid_client_id' }
  if ((basic ? basic.secret : form.client_secret) !== asking.clientSecret)
    return { ok: false, error: 'bad_client_secret' }
  const code = typeof form.code === 'string' ? codesOf(world).get(form.code) : undefined
  if (!code) return { ok: false, error: 'invalid_code' }
  codesOf(world).put(code.code, { ...code, used: true })
  if (code.used) return { ok: false, error: 'code_already_used' }
  if (code.expiresAt < world.now() || code.clientId !== asking.clientId)
    return { ok: false, error: 'invalid_code' }
  if (form.redirect_uri !== code.redirectUri) return { ok: false, error: 'bad_redirect_uri' }
  return install(world, asking, code)
}

function basicOf(header: string): { id: string; secret: string } {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header)?.[1] ?? ''
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  return { id, secret }
}

function install(world: SimulatorWorld, asking: SlackApp, code: Code): Record<string, unknown> {
  const tokens = tokensOf(world)
  const standing = tokens.all().find((one) => !one.revoked && one.appId === asking.id)
  const scopes = [...new Set([...(standing?.scopes ?? []), ...code.scopes])]
  // The shape of a bot token, and visibly not one.
  const token = standing?.token ?? `xoxb-simulator-${world.randomId(24)}`
  world.together(() => {
    tokens.put(token, { token, scopes, userId: code.userId, appId: asking.id, revoked: false })
    rememberInstalled(world, asking.id)
    world.table<boolean>('app').put('uninstalled', false)
  })
  return {
    ok: true,
    access_token: token,
    token_type: 'bot',
    scope: scopes.join(','),
    bot_user_id: app.userId,
    app_id: asking.id,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: code.userId },
  }
}

/** Ends every token. */
export function revokeTokens(world: SimulatorWorld): void {
  for (const token of tokensOf(world).all())
    tokensOf(world).put(token.token, { ...token, revoked: true })
}

/** Who calls, by the token in the header or the arguments; a string is Slack's error code. */
export function authenticate(
  request: SimulatorRequest,
  form: Record<string, unknown>,
  world: SimulatorWorld,
): Token | string {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? form.token
  if (typeof bearer !== 'string' || bearer === '') return 'not_authed'
  const token = tokensOf(world).get(bearer)
  if (!token) return 'invalid_auth'
  return token.revoked ? 'token_revoked' : token
}
