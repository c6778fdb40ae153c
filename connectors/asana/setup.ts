// Asana: an app in its developer console, for consent. Read on 2026-11-23: developers.asana.com/docs/oauth,
// developers.asana.com/docs/oauth-scopes (an app has either full permissions or single scopes, never both),
// developers.asana.com/docs/manage-distribution.
import type { SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

const scopes: readonly SetupScope[] = [
  { scope: 'tasks:read', why: 'List and search tasks.' },
  { scope: 'tasks:write', why: 'Create and change tasks that a person confirmed.' },
  { scope: 'projects:read', why: 'List projects, to put a task in the right one.' },
  { scope: 'users:read', why: 'Know who connected, and whom tasks are assigned to.' },
  { scope: 'workspaces:read', why: 'Choose the workspace.' },
]

export const setup: VendorSetup = {
  connector: 'asana',
  name: 'Asana',
  consoleUrl: 'https://app.asana.com/0/my-apps',
  redirectPaths: ['/connect/asana/callback'],
  scopes,
  fields: clientFields(
    { label: 'Client ID', help: 'OAuth → Client ID', form: /^\d{8,24}$/ },
    { label: 'Client secret', help: 'OAuth → Client secret' },
  ),
  steps: ({ publicOrigin }) => [
    {
      title: 'Create the app',
      text: 'In Asana’s developer console, under `My apps`, choose `Create new app` and name it.',
      copies: [],
    },
    {
      title: 'Add the redirect URL',
      text: 'Under `OAuth` choose `Add redirect URL`.',
      copies: [{ label: 'Redirect URL', value: `${publicOrigin}/connect/asana/callback` }],
    },
    {
      title: 'Choose the permission scopes',
      text: 'On the same page, under `Permission scopes`, tick these and nothing more. Leave `Full permissions` off: an app that has it refuses single scopes.',
      copies: scopes.map(({ scope }) => ({ label: 'Scope', value: scope })),
    },
    {
      title: 'Say who may use it',
      text: 'Under `Manage distribution` choose `Specific workspaces` and add yours. Elsewhere Asana answers that the app is not available.',
      copies: [],
    },
    {
      title: 'Bring the client here',
      text: 'Under `OAuth` copy `Client ID` and `Client secret` into the fields below.',
      copies: [],
    },
  ],
  probe: clientProbe({ tokenUrl: 'https://app.asana.com/-/oauth_token' }),
}
