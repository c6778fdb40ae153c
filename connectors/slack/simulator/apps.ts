// The apps of the pretend api.slack.com: the hub's own, known by its variables, and apps that a person makes from a manifest, with
// client, signing secret and addresses of their own. The workspace's events come from the app that was installed last.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'
import { app as hubApp } from './workspace.ts'

export interface SlackApp {
  id: string
  clientId: string
  clientSecret: string
  signingSecret: string
  eventsUrl: string
  interactionsUrl: string
  /** Null: any. */
  redirectUrls: string[] | null
}

const appsOf = (world: SimulatorWorld) => world.table<SlackApp>('own-apps')
const installed = (world: SimulatorWorld) => world.table<string>('installed-app')

function appOfHub(world: SimulatorWorld): SlackApp {
  return {
    id: hubApp.id,
    clientId: world.setting('SLACK_CLIENT_ID'),
    clientSecret: world.setting('SLACK_CLIENT_SECRET'),
    signingSecret: world.setting('SLACK_SIGNING_SECRET'),
    eventsUrl: `${world.hubUrl()}/slack/events`,
    interactionsUrl: `${world.hubUrl()}/slack/interactions`,
    redirectUrls: null,
  }
}

/** The app of a client id. */
export function findApp(world: SimulatorWorld, clientId: unknown): SlackApp | undefined {
  return [appOfHub(world), ...appsOf(world).all()].find((one) => one.clientId === clientId)
}

/** The app that the workspace's events come from. */
export function installedApp(world: SimulatorWorld): SlackApp {
  return appsOf(world).get(installed(world).get('id') ?? '') ?? appOfHub(world)
}

export function rememberInstalled(world: SimulatorWorld, id: string): void {
  installed(world).put('id', id)
}

interface Manifest {
  display_information?: { name?: unknown }
  oauth_config?: { redirect_urls?: unknown; scopes?: { bot?: unknown } }
  settings?: {
    event_subscriptions?: { request_url?: unknown; bot_events?: unknown }
    interactivity?: { is_enabled?: unknown; request_url?: unknown }
  }
}

const isUrl = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value)

/** Makes an app from a manifest's JSON text; a sentence says what is wrong with it. */
export function createApp(world: SimulatorWorld, text: unknown): SlackApp | string {
  const manifest = parseManifest(text)
  if (!manifest) return 'invalid_manifest: it is not a JSON object'
  const { settings, oauth_config, display_information } = manifest
  const eventsUrl = settings?.event_subscriptions?.request_url
  const interactionsUrl = settings?.interactivity?.request_url
  const redirectUrls = oauth_config?.redirect_urls
  if (typeof display_information?.name !== 'string') return 'invalid_manifest: the app has no name'
  if (!isUrl(eventsUrl)) return 'invalid_manifest: Event Subscription requires a Request URL'
  if (!isUrl(interactionsUrl)) return 'invalid_manifest: Interactivity requires a Request URL'
  if (!Array.isArray(redirectUrls) || !redirectUrls.every(isUrl)) {
    return 'invalid_manifest: redirect_urls are not addresses'
  }
  const id = `A0${world.randomId(9).toUpperCase()}`
  const hex = (length: number) =>
    Array.from(world.randomId(length), (sign) => (sign.charCodeAt(0) % 16).toString(16)).join('')
  const made: SlackApp = {
    id,
    clientId: `1000000000001.${2_000_000_000_000 + appsOf(world).size()}`,
    clientSecret: hex(32),
    signingSecret: hex(32),
    eventsUrl,
    interactionsUrl,
    redirectUrls,
  }
  appsOf(world).put(id, made)
  return made
}

function parseManifest(text: unknown): Manifest | null {
  try {
    const value: unknown = JSON.parse(String(text))
    return typeof value === 'object' && value !== null ? (value as Manifest) : null
  } catch {
    return null
  }
}
