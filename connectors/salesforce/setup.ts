// Salesforce: an External Client App; Connected Apps cannot be created since Spring ’26. Read on 2026-11-23:
// help.salesforce.com “External Client Apps” (create, OAuth settings, consumer details) and “OAuth 2.0 Web Server Flow” (errors
// of the token endpoint; PKCE and rotation of refresh tokens are asked of apps in several organizations).
import type { SetupScope, SetupValues, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

const scopes: readonly SetupScope[] = [
  { scope: 'api', why: 'Query records, and create and change those that a person confirmed.' },
  { scope: 'refresh_token', why: 'Stay connected when the session ends.' },
  { scope: 'openid', why: 'Know who connected.' },
]

const myDomain = /^https:\/\/[a-z0-9][a-z0-9.-]{0,80}\.my\.salesforce\.com$/

export const setup: VendorSetup = {
  connector: 'salesforce',
  name: 'Salesforce',
  consoleUrl: 'https://login.salesforce.com',
  redirectPaths: ['/connect/salesforce/callback'],
  scopes,
  fields: [
    ...clientFields(
      {
        label: 'Consumer Key',
        help: 'External Client App Manager → your app → Settings → OAuth Settings → Consumer Key and Secret',
      },
      { label: 'Consumer Secret', help: 'In the same place, beside the Consumer Key' },
    ),
    {
      name: 'domain',
      label: 'My Domain',
      secret: false,
      required: true,
      help: 'Setup → My Domain → Current My Domain URL, such as https://acme.my.salesforce.com',
      rule: myDomain,
    },
  ],
  steps: ({ publicOrigin }) => [
    {
      title: 'Create the app',
      text: 'In `Setup` find `External Client App Manager` and choose `New External Client App`. Name it, give an email address, and leave `Distribution State` at `Local`.',
      copies: [],
    },
    {
      title: 'Enable OAuth',
      text: 'Under `API (Enable OAuth Settings)` tick `Enable OAuth`, enter the callback URL and move the three scopes over: `Manage user data via APIs (api)`, `Perform requests at any time (refresh_token, offline_access)`, `Access unique user identifiers (openid)`.',
      copies: [{ label: 'Callback URL', value: `${publicOrigin}/connect/salesforce/callback` }],
    },
    {
      title: 'Set the security',
      text: 'Tick `Require secret for Web Server Flow`, `Require secret for Refresh Token Flow` and `Require Proof Key for Code Exchange (PKCE)`. Then `Create`.',
      copies: [],
    },
    {
      title: 'Bring the client here',
      text: 'Open the app’s `Settings`, under `OAuth Settings` choose `Consumer Key and Secret`, and prove who you are. Copy both, and your My Domain, into the fields below. A new app may need ten minutes until Salesforce knows it.',
      copies: [],
    },
  ],
  probe: clientProbe({
    tokenUrl: ({ domain }: SetupValues) => `${domain}/services/oauth2/token`,
    // `invalid_client_id`: "client identifier invalid"; `invalid_client`: "invalid client credentials".
    verdictOf(error) {
      if (error === 'invalid_client_id') return 'wrong_id'
      return error === 'invalid_client' ? 'wrong_secret' : null
    },
  }),
}
