// The vendor's side of OAuth: where its endpoints are, and a code's exchange for tokens (RFC 6749 §4.1.3). Quirks are data of the
// connector. Tokens become credentials: { accessToken, refreshToken?, expiresAt?, scope? }.
import { z } from 'zod'
import type { Ctx, Settings } from '../context.ts'
import type { Authorization, Connector } from '../contract/connector.ts'
import { EgressError } from '../contract/ports.ts'
import { VendorError } from '../contract/vendor-error.ts'

export type OAuth = Extract<Authorization, { kind: 'oauth2' }>

export function oauthOf(connector: Connector): OAuth | null {
  return connector.authorizations.find((each): each is OAuth => each.kind === 'oauth2') ?? null
}

/** The vendor's own URL, or the same path at its simulator. */
export function vendorUrl(
  settings: Pick<Settings, 'simulatorUrl'>,
  connector: Pick<Connector, 'id'>,
  url: string,
): string {
  if (settings.simulatorUrl === null) return url
  const { pathname, search } = new URL(url)
  return `${settings.simulatorUrl}/${connector.id}${pathname}${search}`
}

/** RFC 6749 §5.1, and Slack's way of saying no: 200 with `ok: false`. */
const tokenAnswer = z.object({
  ok: z.boolean().optional(),
  error: z.string().optional(),
  access_token: z.string().min(1).optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  scope: z.string().optional(),
})

/** @throws VendorError when the vendor does not give tokens */
export async function exchangeCode(
  ctx: Ctx,
  connector: Connector,
  input: {
    clientId: string
    clientSecret: string
    code: string
    redirectUri: string
    verifier: string | null
  },
): Promise<Record<string, unknown>> {
  const oauth = oauthOf(connector)
  if (!oauth) throw new VendorError('refused', connector.id)
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: input.clientId,
    client_secret: input.clientSecret,
    code: input.code,
    redirect_uri: input.redirectUri,
    ...(input.verifier ? { code_verifier: input.verifier } : {}),
  })
  const response = await ctx.egress
    .fetch(
      vendorUrl(ctx.settings, connector, oauth.tokenUrl),
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: form.toString(),
      },
      {
        purpose: connector.id,
        destination: { kind: 'hosts', hosts: [new URL(oauth.tokenUrl).host] },
        timeoutMs: 15_000,
        responseBytesMax: 64 * 1024,
      },
    )
    .catch((cause: unknown) => {
      if (cause instanceof EgressError)
        throw new VendorError('unreachable', connector.id, { cause })
      throw cause
    })
  const answer = tokenAnswer.safeParse(parseJson(response.body))
  if (!answer.success) throw new VendorError('malformed', connector.id, { status: response.status })
  const { access_token, refresh_token, expires_in, scope, error } = answer.data
  if (!access_token || answer.data.ok === false) {
    throw new VendorError('refused', connector.id, {
      status: response.status,
      ...(error ? { vendorDetail: error } : {}),
    })
  }
  return {
    accessToken: access_token,
    ...(refresh_token ? { refreshToken: refresh_token } : {}),
    ...(expires_in ? { expiresAt: ctx.clock.now() + expires_in * 1000 } : {}),
    ...(scope ? { scope } : {}),
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
