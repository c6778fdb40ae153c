// Connects Slack as a person would: opens the hosted connect page, presses Allow on the pretend
// Slack's consent page, and returns to the hub. Cookies are kept for each origin, redirects are
// followed by hand, and no origin but the hub's and the simulators' is ever visited.
import type { Urls } from './state.ts'

const stepsMax = 12
const stepMsMax = 30_000

type Filled = { readonly action: URL; readonly fields: URLSearchParams }

/** Walks the OAuth flow that begins at `url`. Throws, naming the page, when it does not end well. */
export async function allowSlack(url: string, urls: Urls): Promise<void> {
  const jar = new Map<string, Map<string, string>>()
  let at = new URL(url)
  let form: URLSearchParams | null = null
  for (let step = 0; step < stepsMax; step++) {
    if (at.origin !== urls.hub && at.origin !== urls.simulator) {
      throw new Error(`connecting Slack led to ${at.origin}, which is neither ours nor Slack's`)
    }
    const response = await visit(at, form, jar)
    const page = await response.text()
    const where = `${at.origin}${at.pathname}`
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      at = new URL(location, at)
      form = null
      continue
    }
    if (!response.ok) {
      throw new Error(
        `connecting Slack: ${where} answered ${response.status} ${page.slice(0, 300)}`,
      )
    }
    if (at.origin === urls.hub && at.pathname === '/slack/oauth/callback') return
    const next: Filled | null = form === null ? pressAllow(page, at) : null
    if (next === null) throw new Error(`connecting Slack: nothing to press on ${where}`)
    at = next.action
    form = next.fields
  }
  throw new Error(`connecting Slack took more than ${stepsMax} steps`)
}

async function visit(
  at: URL,
  form: URLSearchParams | null,
  jar: Map<string, Map<string, string>>,
): Promise<Response> {
  const cookies = jar.get(at.origin) ?? new Map<string, string>()
  jar.set(at.origin, cookies)
  const response = await fetch(at, {
    method: form === null ? 'GET' : 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(stepMsMax),
    headers: {
      accept: 'text/html',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form === null ? {} : { origin: at.origin, 'sec-fetch-site': 'same-origin' }),
    },
    body: form,
  })
  for (const line of response.headers.getSetCookie()) {
    const match = /^([^=;]+)=([^;]*)/.exec(line)
    if (match?.[1] === undefined) continue
    if (/;\s*max-age=0\b/i.test(line)) cookies.delete(match[1].trim())
    else cookies.set(match[1].trim(), match[2] ?? '')
  }
  return response
}

/** The form of the page that says Allow (or Continue), filled as pressing that button fills it. */
function pressAllow(page: string, at: URL): Filled | null {
  for (const [, tag = '', content = ''] of page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)) {
    const button = [...content.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gis)].find(
      ([, , label = '']) => /allow|continue/i.test(label),
    )
    if (!button) continue
    const fields = new URLSearchParams()
    for (const [, input = ''] of content.matchAll(/<input\b([^>]*)>/gis)) {
      const name = attribute(input, 'name')
      if (name !== null) fields.append(name, attribute(input, 'value') ?? '')
    }
    const pressed = attribute(button[1] ?? '', 'name')
    if (pressed !== null) fields.append(pressed, attribute(button[1] ?? '', 'value') ?? '')
    return { action: new URL(attribute(tag, 'action') ?? at.href, at), fields }
  }
  return null
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag)
  const raw = match?.[1] ?? match?.[2]
  return raw === undefined ? null : raw.replaceAll(/&(amp|quot|lt|gt|#39|#x27);/g, unescapeEntity)
}

const entities: Record<string, string> = {
  amp: '&',
  quot: '"',
  lt: '<',
  gt: '>',
  '#39': "'",
  '#x27': "'",
}
const unescapeEntity = (whole: string, name: string) => entities[name] ?? whole
