// Jira Cloud: issues searched, filed, moved and commented with an account's email and API token.
// Facts: developer.atlassian.com/cloud/jira/platform/ (REST API v3, basic auth, OAuth 2.0 3LO).
import { z } from 'zod'
import { defineConnector } from '../kit/define-connector.ts'
import { actions } from './actions.ts'
import { jiraClient, jiraConfig, jiraCredentials, siteHost, siteUrl } from './client.ts'
import { jiraScopes } from './setup.ts'
import { issuesSync } from './sync-issues.ts'

export const jira = defineConnector({
  id: 'jira',
  name: 'Jira',
  description: 'Issues and projects of Jira Cloud.',
  authorizations: [
    { kind: 'basic', credentials: jiraCredentials },
    {
      kind: 'oauth2',
      authorizeUrl: 'https://auth.atlassian.com/authorize',
      tokenUrl: 'https://auth.atlassian.com/oauth/token',
      scopes: jiraScopes.map(({ scope }) => scope),
      scopeSeparator: ' ',
      pkce: false,
      refresh: 'rotates',
    },
  ],
  config: jiraConfig,
  actsAs: 'organization',
  hosts(config) {
    const host = siteHost(config.site)
    return host === null ? [] : [host]
  },
  actions: [
    actions.searchIssues,
    actions.createIssue,
    actions.transitionIssue,
    actions.commentIssue,
  ],
  syncs: [issuesSync],
  inbound: null,
  async identify(session) {
    const { accountId, displayName } = await jiraClient(session).request({
      effect: 'read',
      method: 'GET',
      path: '/rest/api/3/myself',
      answer: z.object({ accountId: z.string().min(1), displayName: z.string() }),
    })
    const url = siteUrl(session)
    // The same account on another site is another connection.
    return { id: `${new URL(url).host}/${accountId}`, name: displayName, url }
  },
})
