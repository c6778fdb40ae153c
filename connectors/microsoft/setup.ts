// Microsoft 365: an app registered in Microsoft Entra. Read on 2026-11-23: learn.microsoft.com/entra/identity-platform/
// quickstart-register-app, …/how-to-add-redirect-uri (Authentication → Redirect URI configuration), …/quickstart-configure-app-
// access-web-apis (delegated permissions, admin consent), …/how-to-add-credentials (a secret lives at most 24 months).
import type { SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { entraFields, entraProbe } from '../kit/entra.ts'

const scopes: readonly SetupScope[] = [
  { scope: 'User.Read', why: 'Know who connected.' },
  {
    scope: 'Files.ReadWrite.All',
    why: 'Search files as the person who asks, and create documents that they confirmed.',
  },
  { scope: 'Sites.Read.All', why: 'Search SharePoint as the person who asks.' },
  { scope: 'offline_access', why: 'Stay connected after the first hour.' },
]

export const setup: VendorSetup = {
  connector: 'microsoft',
  name: 'Microsoft 365',
  consoleUrl:
    'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  redirectPaths: ['/connect/microsoft/callback'],
  scopes,
  fields: entraFields,
  steps: ({ publicOrigin }) => [
    {
      title: 'Register the app',
      text: 'In the Microsoft Entra admin center choose `App registrations` → `New registration`. Name it, take `Accounts in this organizational directory only`, as platform `Web`, and enter the redirect URI.',
      copies: [{ label: 'Redirect URI', value: `${publicOrigin}/connect/microsoft/callback` }],
    },
    {
      title: 'Add the permissions',
      text: 'Under `API permissions` choose `Add a permission` → `Microsoft Graph` → `Delegated permissions` and tick these.',
      copies: scopes.map(({ scope }) => ({ label: 'Permission', value: scope })),
    },
    {
      title: 'Grant admin consent',
      text: 'On the same page press `Grant admin consent`: a Global Administrator or Privileged Role Administrator can. Else people are stopped at consent.',
      copies: [],
    },
    {
      title: 'Make a secret',
      text: 'Under `Certificates & secrets` choose `New client secret`, for at most 24 months: note the day. Copy its `Value`, not its `Secret ID`; it is shown once.',
      copies: [],
    },
    {
      title: 'Bring the client here',
      text: 'From `Overview` copy `Application (client) ID` and `Directory (tenant) ID` into the fields below, with the secret’s value.',
      copies: [],
    },
  ],
  probe: entraProbe('https://graph.microsoft.com/.default'),
}
