// Slack: the app answers in a workspace, posts, and lists channels and people, installed by OAuth v2.
// Facts: docs.slack.dev (authentication, Web API, Events API).
import { z } from 'zod'
import { defineConnector } from '../kit/define-connector.ts'
import { actions } from './actions.ts'
import { slackHosts } from './client.ts'
import { authTest, revokeToken } from './oauth.ts'
import { slackScopes } from './setup.ts'
import { verifySlackRequest } from './verify.ts'

export const slack = defineConnector({
  id: 'slack',
  name: 'Slack',
  description: 'The assistant in Slack, and messages, channels and people of a workspace.',
  authorizations: [
    {
      kind: 'oauth2',
      authorizeUrl: 'https://slack.com/oauth/v2/authorize',
      tokenUrl: 'https://slack.com/api/oauth.v2.access',
      revokeUrl: 'https://slack.com/api/auth.revoke',
      scopes: slackScopes.map(({ scope }) => scope),
      scopeSeparator: ',',
      pkce: false,
      callbackPath: '/slack/oauth/callback',
      refresh: 'rotates',
    },
  ],
  config: z.strictObject({}),
  actsAs: 'organization',
  hosts: () => slackHosts,
  // Events name the workspace: it belongs to one organization.
  claimsAccount: true,
  actions: [actions.listChannels, actions.postMessage, actions.listUsers],
  syncs: [],
  inbound: { verify: verifySlackRequest },
  async identify(session) {
    const { id, name, url } = await authTest(session)
    return { id, name, url }
  },
  revoke: revokeToken,
})
