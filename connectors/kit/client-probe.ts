// Asks a token endpoint whether a client is right: with a code that cannot be (RFC 6749 §4.1.3 has the client authenticated
// before its code is looked at, so `invalid_grant` says that id and secret are right), or, where the client may speak for itself,
// with its own credentials (§4.4; the token it gets is thrown away). Vendors' own words are read by their setup.
import type { ClientProbe, ClientVerdict, SetupValues } from '../../core/contract/setup.ts'

interface ProbeOptions {
  tokenUrl: string | ((values: SetupValues) => string)
  /** Sent beside client id and secret, instead of the impossible code. */
  grant?: Readonly<Record<string, string>>
  /** A form by default. */
  encoding?: 'form' | 'json'
  /** The vendor's own words; null leaves the answer to RFC 6749 §5.2. */
  verdictOf?: (error: string, body: Readonly<Record<string, unknown>>) => ClientVerdict | null
}

/** Long enough to look like a code, and recognisable in a vendor's log. */
const impossibleCode = 'causeway-setup-test-of-the-client-0000000000'

/** A probe of one vendor. By default it sends the impossible code with our redirect URI. */
export function clientProbe(options: ProbeOptions): ClientProbe {
  const { tokenUrl, grant, encoding = 'form', verdictOf } = options
  return {
    request: (values, redirectUri) => ({
      url: typeof tokenUrl === 'string' ? tokenUrl : tokenUrl(values),
      encoding,
      fields: {
        client_id: values.clientId ?? '',
        client_secret: values.clientSecret ?? '',
        ...(grant ?? {
          grant_type: 'authorization_code',
          code: impossibleCode,
          redirect_uri: redirectUri,
        }),
      },
    }),
    read({ body }) {
      if (typeof body !== 'object' || body === null) return 'unclear'
      const answer = body as Readonly<Record<string, unknown>>
      if (typeof answer.access_token === 'string') return 'accepted'
      const error = typeof answer.error === 'string' ? answer.error : ''
      return verdictOf?.(error, answer) ?? standardVerdict(error)
    },
  }
}

function standardVerdict(error: string): ClientVerdict {
  if (error === 'invalid_grant') return 'accepted'
  if (error === 'invalid_client' || error === 'unauthorized_client') return 'wrong_client'
  if (error === 'redirect_uri_mismatch') return 'wrong_redirect'
  return 'unclear'
}
