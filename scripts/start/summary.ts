// What `npm start` says when everything answers: where to look, what is pretend, what to try.
import { join, relative } from 'node:path'

type Local = {
  readonly url: string
  readonly simulatorUrl: string
  readonly signInUrl: string
}

/** Prints the summary: plain text, with bold headings on a terminal that takes colour. */
export function printSummary(found: {
  local: Local
  state: string
  model: string
  tookMs: number
}) {
  const { local, state, model, tookMs } = found
  const { url, simulatorUrl } = local
  const folder = relative(process.cwd(), state) || '.'
  const shown = folder.startsWith('..') ? state : folder
  const answeredBy =
    model === 'causeway-rules-1'
      ? 'a small set of rules, not a language model (set AI_BASE_URL, AI_API_KEY and AI_MODEL for a real one)'
      : model
  console.log(`
${bold('Causeway')} is up after ${(tookMs / 1000).toFixed(1)} s, with the organization Acme in it.

  Dashboard     ${url}
  Sign in       ${local.signInUrl}   (once)
  API           ${url}/docs
  Pretend Slack ${simulatorUrl}
  API key       in ${join(shown, 'local.json')}
  Logs          in ${join(shown, 'logs')}
  Model         ${answeredBy}

${bold('Try')}
  1. Open ${simulatorUrl} and ask: which bugs are open in project ACME?
  2. Then: file a bug: login fails on Safari. Press the button that appears.
  3. API_KEY=$(node -p "JSON.parse(fs.readFileSync('${join(shown, 'local.json')}')).apiKey")
     curl -H "Authorization: Bearer $API_KEY" ${url}/v1/audit-events
`)
}

const bold = (text: string) =>
  process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[1m${text}\u001b[22m` : text
