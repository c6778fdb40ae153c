// Google Workspace: a project in the Cloud console with its consent screen and a web client. Read on 2026-11-23:
// support.google.com/cloud/answer/15544987 (Google Auth Platform: branding, audience, data access, clients), …/15549257 (clients;
// the secret is shown once), developers.google.com/identity/protocols/oauth2/web-server (errors of the token endpoint).
import type { SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

const scopes: readonly SetupScope[] = [
  { scope: 'openid', why: 'Know who connected.' },
  { scope: 'https://www.googleapis.com/auth/userinfo.email', why: 'Know by which address.' },
  {
    scope: 'https://www.googleapis.com/auth/drive.readonly',
    why: 'Search Drive and read documents as the person who asks. Restricted: an external app needs Google’s review.',
  },
  {
    scope: 'https://www.googleapis.com/auth/documents',
    why: 'Create and change documents that a person confirmed.',
  },
]

export const setup: VendorSetup = {
  connector: 'google',
  name: 'Google Workspace',
  consoleUrl: 'https://console.cloud.google.com/auth/overview',
  redirectPaths: ['/connect/google/callback'],
  scopes,
  fields: clientFields(
    {
      label: 'Client ID',
      help: 'Google Auth Platform → Clients → your client → Client ID',
      form: /^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/,
    },
    {
      label: 'Client secret',
      help: 'Google Auth Platform → Clients → your client; shown when it is created, else `Add secret`',
    },
  ),
  steps: ({ publicOrigin }) => [
    {
      title: 'Make a project and enable two APIs',
      text: 'In the Cloud console make a project for this, then under `APIs & Services` → `Library` enable `Google Drive API` and `Google Docs API`.',
      copies: [
        {
          label: 'Enable both',
          value:
            'https://console.cloud.google.com/flows/enableapi?apiid=drive.googleapis.com,docs.googleapis.com',
        },
      ],
    },
    {
      title: 'Set up the consent screen',
      text: 'Open `Google Auth Platform` and choose `Get started`: app name, support address, and as audience `Internal`, so that only people of your Workspace may consent and Google needs no review. With `External` in testing, consents end after seven days.',
      copies: [],
    },
    {
      title: 'Add the scopes',
      text: 'Under `Data Access` choose `Add or remove scopes`, paste these into `Manually add scopes`, then `Update` and `Save`.',
      copies: scopes.map(({ scope }) => ({ label: 'Scope', value: scope })),
    },
    {
      title: 'Create the client',
      text: 'Under `Clients` choose `Create client`, as type `Web application`, and add the authorized redirect URI. It must match to the letter.',
      copies: [
        {
          label: 'Authorized redirect URI',
          value: `${publicOrigin}/connect/google/callback`,
        },
      ],
    },
    {
      title: 'Bring the client here',
      text: 'Copy `Client ID` and `Client secret` into the fields below. The secret is shown only now.',
      copies: [],
    },
  ],
  probe: clientProbe({
    tokenUrl: 'https://oauth2.googleapis.com/token',
    verdictOf(error, { error_description }) {
      if (error !== 'invalid_client') return null
      return error_description === 'The OAuth client was not found.' ? 'wrong_id' : 'wrong_secret'
    },
  }),
}
