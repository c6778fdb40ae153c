// Opens simulators for one test file: in memory, on a free port, beside a pretend hub that records what it is sent. Every call made
// through `vendor` is checked against the vendor's own API description, request and answer.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSimulator } from '../../simulator/start.ts'
import { validateExchange } from '../support/vendor-spec.ts'

export const slackSettings = {
  signingSecret: 'test-signing-secret',
  clientId: '111.222',
  clientSecret: 'test-client-secret',
}

export interface HubRequest {
  path: string
  headers: Record<string, string | undefined>
  body: string
}

/** A hub that answers what `answer` says: a status, or `'hang'` to say nothing. */
export async function openHub(
  answer: (request: HubRequest, count: number) => number | 'hang' = () => 200,
) {
  const requests: HubRequest[] = []
  const server = createServer((message, response) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      const request = {
        path: message.url ?? '',
        headers: message.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      }
      if (request.path === '/health') {
        response.end('{}')
        return
      }
      requests.push(request)
      const said = answer(request, requests.length)
      if (said === 'hang') return
      response.statusCode = said
      response.end('')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close }
}

export interface Answered {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by name and asserts on what it finds.
  json: any
}

export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const isForm = body instanceof URLSearchParams
  const type: Record<string, string> =
    body === undefined || isForm || typeof body === 'string'
      ? {}
      : { 'content-type': 'application/json' }
  const sent =
    body === undefined ? null : isForm || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(url, {
    method,
    headers: { ...type, ...headers },
    body: sent,
    redirect: 'manual',
  })
  const text = await answer.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: answer.status, headers: answer.headers, text, json }
}

/** Simulators with a pretend hub. `timeScale` shortens every wait. */
export async function open(
  options: { stateFolder?: string; hubUrl?: string; timeScale?: number } = {},
) {
  const running = await startSimulator({
    port: 0,
    stateFolder: options.stateFolder ?? null,
    hubUrl: options.hubUrl ?? 'http://127.0.0.1:9',
    slack: slackSettings,
    timeScale: options.timeScale ?? 0.0001,
  })
  const control = (method: string, path: string, body?: unknown) =>
    call(method, `${running.url}/_control${path}`, body)

  /** One call to a vendor, checked against its description; what is wrong stands in `problems`. */
  async function vendor(
    id: 'slack' | 'jira',
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const answer = await call(method, `${running.url}/${id}${path}`, body, headers)
    const url = new URL(path, 'http://vendor')
    const isForm = body instanceof URLSearchParams
    const problems = validateExchange({
      spec: `${id}.json`,
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      requestBody: isForm ? Object.fromEntries(body) : body,
      requestType: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      status: answer.status,
      responseBody: answer.json,
    })
    return { ...answer, problems }
  }

  /** Installs the app by OAuth and returns the bot token. */
  async function install(
    scope = 'chat:write,channels:read,channels:history,users:read,users:read.email,im:write,reactions:write',
  ) {
    const redirect = 'http://127.0.0.1:9/slack/oauth/callback'
    const form = new URLSearchParams({
      client_id: slackSettings.clientId,
      redirect_uri: redirect,
      scope,
      state: 's',
      decision: 'allow',
    })
    const consent = await call('POST', `${running.url}/slack/oauth/v2/authorize`, form)
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const exchange = new URLSearchParams({
      client_id: slackSettings.clientId,
      client_secret: slackSettings.clientSecret,
      code,
      redirect_uri: redirect,
    })
    const access = await vendor('slack', 'POST', '/api/oauth.v2.access', exchange)
    return { token: String(access.json.access_token), access }
  }

  const jiraAuthorization = async () => {
    const { email, apiToken } = (await control('GET', '/jira/credentials')).json.credentials as {
      email: string
      apiToken: string
    }
    return { authorization: `Basic ${btoa(`${email}:${apiToken}`)}` }
  }
  return { ...running, control, vendor, install, jiraAuthorization }
}
