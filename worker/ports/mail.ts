// The mail port: Cloudflare's email binding, an HTTPS provider, or (local) the simulator's mailbox. One letter at a time, text
// and HTML; a letter that cannot be sent says so to its caller, who decides whether it is tried again.
import type { Mail, StreamingEgress } from '../../core/contract/ports.ts'

const timeoutMs = 10_000
const answerBytesMax = 16 * 1024

interface MailWays {
  readonly simulatorUrl: string | null
  readonly url: string | undefined
  readonly token: string | undefined
  readonly from: string | undefined
  readonly binding: SendEmail | undefined
}

/** The way letters leave this hub. Its `send` throws where no way is set up. */
export function mailOf(ways: MailWays, egress: StreamingEgress): Mail {
  const { simulatorUrl, url, token, from, binding } = ways
  if (simulatorUrl !== null) return overHttp(egress, `${simulatorUrl}/mail/send`, null, null)
  if (url !== undefined && from !== undefined) return overHttp(egress, url, from, token ?? null)
  if (binding && from !== undefined) {
    return {
      async send({ key, ...letter }) {
        // The service knows no idempotency key: a letter sent again bears the same one, for people to see.
        const headers = key === undefined ? {} : { headers: { 'X-Causeway-Letter': key } }
        await binding.send({ from, ...letter, ...headers })
      },
    }
  }
  return {
    send: () =>
      Promise.reject(new Error('no mail is set up: MAIL_FROM with MAIL_URL or the binding MAIL')),
  }
}

function overHttp(
  egress: StreamingEgress,
  url: string,
  from: string | null,
  token: string | null,
): Mail {
  return {
    async send({ key, ...letter }) {
      const response = await egress.fetch(
        url,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          },
          body: JSON.stringify({ ...(from ? { from } : {}), ...letter }),
        },
        {
          purpose: 'mail',
          destination: { kind: 'hosts', hosts: [new URL(url).host] },
          timeoutMs,
          responseBytesMax: answerBytesMax,
        },
      )
      if (response.status >= 300) throw new Error(`the mail provider answered ${response.status}`)
    },
  }
}
