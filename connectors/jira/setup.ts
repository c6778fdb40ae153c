// Jira Cloud, two ways: an API token of one account, which needs nothing else; or an app of Atlassian's OAuth 2.0 (3LO). Read on
// 2026-11-23: developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/ (console, callback, scopes),
// support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/ (tokens live at most a year).
import type { SetupScope, VendorSetup } from '../../core/contract/setup.ts'
import { clientProbe } from '../kit/client-probe.ts'
import { clientFields } from '../kit/setup-fields.ts'

export const jiraScopes: readonly SetupScope[] = [
  { scope: 'read:jira-work', why: 'Search issues and read projects.' },
  { scope: 'write:jira-work', why: 'File, move and comment issues that a person confirmed.' },
  { scope: 'read:jira-user', why: 'Find the people that issues are assigned to.' },
  { scope: 'offline_access', why: 'Stay connected after the first hour.' },
]

export const setup: VendorSetup = {
  connector: 'jira',
  name: 'Jira',
  consoleUrl: 'https://developer.atlassian.com/console/myapps/',
  redirectPaths: ['/connect/jira/callback'],
  scopes: jiraScopes,
  fields: clientFields(
    { label: 'Client ID', help: 'Settings → Authentication details → Client ID' },
    { label: 'Secret', help: 'Settings → Authentication details → Secret' },
  ),
  steps: ({ publicOrigin }) => [
    {
      title: 'With an API token: make one',
      text: 'This way works now and needs no app. Sign in as the account that shall act, best one of its own, open the address below and choose `Create API token`. It lives for at most a year: note the day. Then connect Jira here with your site, the account’s email address and the token.',
      copies: [
        {
          label: 'API tokens',
          value: 'https://id.atlassian.com/manage-profile/security/api-tokens',
        },
      ],
    },
    {
      title: 'With an app: create it',
      text: 'For consent instead of a token; Jira here connects by token so far, so an app kept now is tested and waits. In Atlassian’s developer console choose `Create` → `OAuth 2.0 integration`, name it and agree.',
      copies: [],
    },
    {
      title: 'Add the permissions',
      text: 'Under `Permissions` choose `Add` next to `Jira API`, then `Configure` → `Edit Scopes` on `Classic scopes`. `offline_access` is not in that list: it is asked for at consent.',
      copies: jiraScopes
        .filter(({ scope }) => scope !== 'offline_access')
        .map(({ scope }) => ({ label: 'Scope', value: scope })),
    },
    {
      title: 'Set the callback',
      text: 'Under `Authorization` choose `Add` next to `OAuth 2.0 (3LO)`. An app has one callback URL. `Save changes`.',
      copies: [{ label: 'Callback URL', value: `${publicOrigin}/connect/jira/callback` }],
    },
    {
      title: 'Bring the client here',
      text: 'Under `Settings` copy `Client ID` and `Secret` into the fields below. Only you can consent until `Distribution` is set to `Sharing`.',
      copies: [],
    },
  ],
  probe: clientProbe({
    tokenUrl: 'https://auth.atlassian.com/oauth/token',
    encoding: 'json',
    // A wrong id and a wrong secret alike: 401 `access_denied`, "Unauthorized".
    verdictOf: (error) => (error === 'access_denied' ? 'wrong_client' : null),
  }),
}
