// What an admin does at api.slack.com for an app of the organization's own: create it from a ready manifest, bring three values
// here, let Slack check the address again, install it. Read on 2026-11-23: docs.slack.dev/reference/app-manifest,
// docs.slack.dev/app-manifests/configuring-apps-with-app-manifests, docs.slack.dev/apis/events-api/using-http-request-urls,
// docs.slack.dev/reference/methods/oauth.v2.access (errors).
import type { SetupPlace, SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

export const slackScopes: readonly SetupScope[] = [
  { scope: 'app_mentions:read', why: 'Hear the people who mention the assistant.' },
  { scope: 'chat:write', why: 'Answer, and post what a person confirmed.' },
  { scope: 'channels:read', why: 'List public channels, to post in the right one.' },
  { scope: 'groups:read', why: 'The same for private channels the app was invited to.' },
  // The two histories find a post whose answer was lost; nothing else is read with them.
  { scope: 'channels:history', why: 'Find out whether a post arrived when its answer was lost.' },
  { scope: 'groups:history', why: 'The same in private channels.' },
  { scope: 'im:history', why: 'Read what people write to the assistant directly.' },
  { scope: 'im:read', why: 'Know the direct messages with the assistant.' },
  { scope: 'im:write', why: 'Open a direct message to tell one person something.' },
  { scope: 'users:read', why: 'Know who asks.' },
  { scope: 'users:read.email', why: 'Find the member by the address that Slack confirmed.' },
  { scope: 'commands', why: 'Offer slash commands.' },
]

const callbackPath = '/slack/oauth/callback'
const botEvents = ['app_mention', 'message.im', 'app_uninstalled', 'tokens_revoked']

export const setup: VendorSetup = {
  connector: 'slack',
  name: 'Slack',
  consoleUrl: 'https://api.slack.com/apps',
  redirectPaths: [callbackPath],
  scopes: slackScopes,
  fields: [
    ...clientFields(
      {
        label: 'Client ID',
        help: 'Basic Information → App Credentials → Client ID',
        form: /^\d{5,20}\.\d{5,20}$/,
      },
      {
        label: 'Client Secret',
        help: 'Basic Information → App Credentials → Client Secret → Show',
      },
    ),
    {
      name: 'signingSecret',
      label: 'Signing Secret',
      secret: true,
      required: true,
      help: 'Basic Information → App Credentials → Signing Secret → Show',
      form: /^[0-9a-f]{32}$/,
    },
  ],
  steps(place) {
    const { eventsUrl, interactionsUrl } = urlsOf(place)
    return [
      {
        title: 'Create the app from the manifest',
        text: 'Open the link: Slack shows the manifest filled in. Choose your workspace, then `Next` and `Create`. Or: `Create New App` → `From a manifest`, and paste it as JSON.',
        copies: [],
      },
      {
        title: 'Bring three values here',
        text: 'On `Basic Information`, under `App Credentials`, copy `Client ID`, `Client Secret` and `Signing Secret` into the fields below and keep them.',
        copies: [],
      },
      {
        title: 'Let Slack check the address again',
        text: 'Slack asked our address before it could know the signing secret. On `Event Subscriptions` press `Retry` next to the request URL: it becomes `Verified`. Then `Save Changes`.',
        copies: [
          { label: 'Event request URL', value: eventsUrl },
          { label: 'Interactivity request URL', value: interactionsUrl },
          { label: 'Redirect URL', value: place.publicOrigin + callbackPath },
        ],
      },
      {
        title: 'Install it',
        text: 'Connect Slack here: its consent page asks a workspace owner, or whoever may install apps. Then invite the app into a channel with `/invite`.',
        copies: [],
      },
    ]
  },
  manifest(place) {
    const text = JSON.stringify(manifestOf(place), null, 2)
    const query = new URLSearchParams({
      new_app: '1',
      manifest_json: JSON.stringify(manifestOf(place)),
    })
    return { text, url: `https://api.slack.com/apps?${query}` }
  },
  probe: clientProbe({
    tokenUrl: 'https://slack.com/api/oauth.v2.access',
    verdictOf(error) {
      if (error === 'invalid_client_id') return 'wrong_id'
      if (error === 'bad_client_secret') return 'wrong_secret'
      if (error === 'bad_redirect_uri') return 'wrong_redirect'
      return error === 'invalid_code' || error === 'code_already_used' ? 'accepted' : null
    },
  }),
}

/**
 * The addresses name the organization: Slack's check of an address bears neither workspace nor app, and must be verified with the
 * secret of the right one.
 */
function urlsOf({ publicOrigin, organizationId }: SetupPlace) {
  const query = `?${new URLSearchParams({ organization: organizationId })}`
  return {
    eventsUrl: `${publicOrigin}/slack/events${query}`,
    interactionsUrl: `${publicOrigin}/slack/interactions${query}`,
  }
}

/** Slack's bounds: the names at most 35 and 80 characters, the description 140. */
function manifestOf(place: SetupPlace) {
  const { eventsUrl, interactionsUrl } = urlsOf(place)
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Causeway',
      description: 'Asks and acts in the systems your company runs on.',
      background_color: '#0b6e4f',
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'Causeway', always_online: true },
    },
    oauth_config: {
      redirect_urls: [place.publicOrigin + callbackPath],
      scopes: { bot: slackScopes.map(({ scope }) => scope) },
    },
    settings: {
      event_subscriptions: { request_url: eventsUrl, bot_events: botEvents },
      interactivity: { is_enabled: true, request_url: interactionsUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  }
}
