// Which workspace a request says it is about: the same as after verification, and never an error.
import { describe, expect, it } from 'vitest'
import { claimedTeam } from './claimed-team.ts'
import { parseEvent } from './events.ts'
import { parseInteraction } from './interactions.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const event = {
  type: 'event_callback',
  event_id: 'Ev1',
  team_id: 'T0OTHER001',
  context_team_id: 'T0ACME0001',
  authorizations: [{ team_id: 'T0ACME0001', user_id: 'U1', is_bot: true }],
  event: { type: 'app_mention', channel: 'C1', user: 'U2', text: 'x', ts: '1.1' },
}

describe('the claimed workspace', () => {
  it('is the one that the event is read as afterwards, in every form Slack names it', () => {
    const { context_team_id: _context, ...withoutContext } = event
    const { authorizations: _authorizations, ...bare } = withoutContext
    for (const each of [event, withoutContext, bare]) {
      const body = bytes(JSON.stringify(each))
      const read = parseEvent(body)
      expect(claimedTeam(body)).toBe('teamId' in read ? read.teamId : 'never')
    }
    expect(claimedTeam(bytes(JSON.stringify(bare)))).toBe('T0OTHER001')
  })

  it('is that of a press and of a command', () => {
    const press = {
      type: 'block_actions',
      team: { id: 'T0ACME0001' },
      user: { id: 'U1' },
      actions: [],
    }
    const body = bytes(new URLSearchParams({ payload: JSON.stringify(press) }).toString())
    const read = parseInteraction(body)
    expect(claimedTeam(body)).toBe('teamId' in read ? read.teamId : 'never')
    expect(claimedTeam(bytes('command=%2Fask&team_id=T0ACME0001'))).toBe('T0ACME0001')
  })

  it('is none in what names none, or is nonsense', () => {
    const challenge = '{"type":"url_verification","challenge":"c"}'
    const wrong = [
      '',
      '[]',
      'null',
      '5',
      '"x"',
      challenge,
      '{"team_id":5}',
      'payload={',
      'payload=',
    ]
    for (const text of [
      ...wrong,
      `{"team_id":"${'T'.repeat(200)}"}`,
      '{"authorizations":[null]}',
    ]) {
      expect(claimedTeam(bytes(text)), text).toBeNull()
    }
    expect(claimedTeam(Uint8Array.from({ length: 999 }, (_, at) => at % 256))).toBeNull()
  })
})
