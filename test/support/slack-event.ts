// What Slack sends, signed as Slack does, as often as a test wants.
import { sign } from '../../connectors/slack/simulator/events.ts'
import { bot } from './chat.ts'
import type { Answer } from './client.ts'
import { slackSigningSecret, type TestHub } from './hub.ts'

export const team = 'T0ACME0001'

interface More {
  /** Slack's count of deliveries after the first. */
  readonly retry?: number
  /** Milliseconds, now by default. */
  readonly happenedAt?: number
  /** The signing secret of the app that sends; the hub's by default. */
  readonly secret?: string
  /** The organization that the address names; none by default. */
  readonly organization?: string
}

export async function sendSlackEvent(
  hub: TestHub,
  eventId: string,
  event: object,
  more: More = {},
): Promise<Answer> {
  const { retry = 0, happenedAt = Date.now(), secret = slackSigningSecret, organization } = more
  const body = JSON.stringify({
    type: 'event_callback',
    token: 'unused',
    team_id: team,
    api_app_id: 'A0CAUSEWAY1',
    event_id: eventId,
    event_time: Math.floor(happenedAt / 1000),
    authorizations: [{ team_id: team, user_id: bot, is_bot: true, is_enterprise_install: false }],
    event,
  })
  const timestamp = String(Math.floor(Date.now() / 1000))
  return hub.anonymous.post(
    `/slack/events${organization ? `?organization=${organization}` : ''}`,
    body,
    {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': await sign(secret, timestamp, body),
      ...(retry === 0 ? {} : { 'x-slack-retry-num': String(retry) }),
    },
  )
}
