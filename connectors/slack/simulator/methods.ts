// The Web API methods of the pretend Slack: arguments as a plain object, answers as Slack's JSON (`ok: false` with HTTP 200 for
// refusals). A method names the scope it needs. Read methods take form or query arguments only, as documented.
import { chatMethods } from './chat-methods.ts'
import { isTrue, type Method, refuse } from './method.ts'
import { revokeTokens, tokensOf } from './oauth.ts'
import { roomMethods } from './room-methods.ts'
import { app, team } from './workspace.ts'

export type { Arguments } from './method.ts'

export const methods: Record<string, Method> = {
  'auth.test': {
    scope: null,
    run: (_given, _world) => ({
      ok: true,
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      team_id: team.id,
      user: 'causeway',
      user_id: app.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
  'auth.revoke': {
    scope: null,
    run(given, world, token) {
      if (isTrue(given.test)) return { ok: true, revoked: false }
      tokensOf(world).put(token.token, { ...token, revoked: true })
      return { ok: true, revoked: true }
    },
  },
  'apps.uninstall': {
    scope: null,
    run(given, world) {
      if (given.client_id !== world.setting('SLACK_CLIENT_ID')) return refuse('invalid_client_id')
      if (given.client_secret !== world.setting('SLACK_CLIENT_SECRET'))
        return refuse('bad_client_secret')
      revokeTokens(world)
      world.table<boolean>('app').put('uninstalled', true)
      return { ok: true }
    },
  },
  'team.info': {
    scope: null,
    reads: true,
    run: () => ({
      ok: true,
      team: {
        id: team.id,
        name: team.name,
        domain: team.domain,
        url: `https://${team.domain}.slack.com/`,
      },
    }),
  },
  ...chatMethods,
  ...roomMethods,
}
