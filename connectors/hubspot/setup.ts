// HubSpot: a service key, or an app of a developer project for consent. Legacy public and private apps can no longer be created
// (since 2026-06-23 and 2026-10-26). Read on 2026-11-23: developers.hubspot.com/changelog/legacy-private-app-creation-sunset,
// …/docs/apps/developer-platform/build-apps/create-an-app, …/authentication/account-service-keys, and on OAuth's date-based
// endpoints (v1 ends on 2027-02-16).
import type { SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

const scopes: readonly SetupScope[] = [
  { scope: 'oauth', why: 'Every app of HubSpot has it.' },
  { scope: 'crm.objects.contacts.read', why: 'List and find contacts.' },
  {
    scope: 'crm.objects.contacts.write',
    why: 'Create and change contacts that a person confirmed.',
  },
]

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const setup: VendorSetup = {
  connector: 'hubspot',
  name: 'HubSpot',
  consoleUrl: 'https://app.hubspot.com/developer-overview',
  redirectPaths: ['/connect/hubspot/callback'],
  scopes,
  fields: clientFields(
    {
      label: 'Client ID',
      help: 'Development → Projects → your app → Auth → Client ID',
      form: uuid,
    },
    {
      label: 'Client secret',
      help: 'Development → Projects → your app → Auth → Client secret → Show',
      form: uuid,
    },
  ),
  steps({ publicOrigin }) {
    const callback = `${publicOrigin}/connect/hubspot/callback`
    const required = scopes.map(({ scope }) => scope)
    return [
      {
        title: 'With a service key: make one',
        text: 'For one account, without an app. In HubSpot choose `Development` → `Keys` → `Service keys` → `Create service key`, add the scopes below, then `Create` and copy the key. Connect HubSpot here with it.',
        copies: required
          .filter((scope) => scope !== 'oauth')
          .map((value) => ({ label: 'Scope', value })),
      },
      {
        title: 'With an app: create a project',
        text: 'For consent instead of a key. Apps are made with HubSpot’s command line: `npm install -g @hubspot/cli`, `hs account auth`, then `hs project create` with the distribution `private` and the authentication `oauth`.',
        copies: [],
      },
      {
        title: 'Set redirect and scopes',
        text: 'In the app’s `app-hsmeta.json` make `config.auth` this, then `hs project upload`.',
        copies: [
          {
            label: 'config.auth',
            value: JSON.stringify(
              { type: 'oauth', redirectUrls: [callback], requiredScopes: required },
              null,
              2,
            ),
          },
          { label: 'Redirect URL', value: callback },
        ],
      },
      {
        title: 'Bring the client here',
        text: 'In HubSpot choose `Development` → `Projects`, the project, then the app, and `Auth`. Copy `Client ID` and `Client secret` into the fields below.',
        copies: [],
      },
    ]
  },
  probe: clientProbe({
    tokenUrl: 'https://api.hubapi.com/oauth/2026-09/token',
    // HubSpot's own codes stand beside RFC 6749's.
    verdictOf(_error, { status }) {
      if (status === 'BAD_CLIENT_ID') return 'wrong_id'
      if (status === 'BAD_CLIENT_SECRET') return 'wrong_secret'
      if (status === 'BAD_REDIRECT_URI') return 'wrong_redirect'
      return status === 'BAD_AUTH_CODE' ? 'accepted' : null
    },
  }),
}
