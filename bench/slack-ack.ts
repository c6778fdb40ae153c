// From a signed mention to Slack's 200, against a bare Hono route of the same runtime: request by request in turn, one at a
// time, each mention a new event in a thread of its own. Slack gives up after three seconds and sends again, so the door only
// makes the event durable. The asker is a guest of the workspace whom the hub does not answer: what is left running after the 200
// is one refusal, and it has ended before the next request is measured.
import { randomBytes } from 'node:crypto'
import { signSlackRequest } from '../connectors/slack/verify.ts'
import { localSlackApp } from '../test/support/local-variables.ts'
import type { Ask } from './support/ask.ts'
import { type BenchResult, figure, median, pause, percentile, timed } from './support/figures.ts'
import { openHub } from './support/hub.ts'

const rounds = 250
const warmUpRounds = 40
/** The simulators' own guest, channel, workspace and app. */
const ids = {
  team: 'T0ACME0001',
  app: 'A0CAUSEWAY1',
  bot: 'U0CAUSEWAY',
  guest: 'U0GUEST003',
  channel: 'C0GENERAL1',
}
const oneThread = '1700000000.000001'
/** After the refusal was posted: the conversation's last rows, and the runtime's and simulators' own tidying. */
const settleMs = 40

export async function measure(): Promise<BenchResult> {
  const hub = await openHub()
  try {
    const whispers = async () =>
      (await hub.control<{ path: string }[]>('GET', '/slack/calls')).filter(({ path }) =>
        path.endsWith('/chat.postEphemeral'),
      ).length
    const drained = async () => {
      while ((await whispers()) === 0) await pause(1)
      await hub.control('DELETE', '/slack/calls')
      await pause(settleMs)
    }
    await hub.control('DELETE', '/slack/calls')
    const took = { fresh: [] as number[], inThread: [] as number[], bare: [] as number[] }
    const ask = {
      bare: (request: Signed) => acknowledged(hub.bare, request),
      door: async (request: Signed) => {
        const ms = await acknowledged(hub.ask, request)
        await drained()
        return ms
      },
    }
    for (let round = -warmUpRounds; round < rounds; round++) {
      const number = (round + warmUpRounds) * 3
      const steps = [
        async () => took.fresh.push(await ask.door(await mention(number, null))),
        async () => took.inThread.push(await ask.door(await mention(number + 1, oneThread))),
        async () => took.bare.push(await ask.bare(await mention(number + 2, null))),
      ]
      // Who goes first changes, so that none always finds the machine as the same other left it.
      for (let step = 0; step < steps.length; step++) {
        await steps[(step + number / 3) % steps.length]?.()
      }
    }
    const [fresh, inThread, bare] = [took.fresh, took.inThread, took.bare].map((each) =>
      each.slice(warmUpRounds),
    )
    if (!fresh || !inThread || !bare) throw new Error('nothing was measured')
    return {
      notes: [
        `${rounds} mentions, each a new event in a new thread, after ${warmUpRounds} to warm up; one at a time`,
        'inThread: as many in one known thread, whose object runs already: what remains is the door itself',
        'state in memory where the machine has such a folder; baseline: a Hono route that answers 200, in the same runtime, asked in turn with the hub',
      ],
      figures: [
        figure('p50Ms', median(fresh)),
        figure('p99Ms', percentile(fresh, 0.99)),
        figure('inThreadP50Ms', median(inThread)),
        figure('inThreadP99Ms', percentile(inThread, 0.99)),
        figure('bareP50Ms', median(bare)),
        figure('bareP99Ms', percentile(bare, 0.99)),
        figure('ratio', median(fresh) / median(bare), '≤ 4'),
        figure('inThreadRatio', median(inThread) / median(bare)),
      ],
    }
  } finally {
    await hub.close()
  }
}

interface Signed {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
}

async function acknowledged(ask: Ask, request: Signed): Promise<number> {
  const { ms, value } = await timed(() => ask('/slack/events', request))
  if (value.status !== 200) throw new Error(`${value.status}: ${value.text.slice(0, 300)}`)
  return ms
}

/** An app_mention as Slack sends it (docs.slack.dev/reference/events/app_mention). */
async function mention(number: number, threadTs: string | null): Promise<Signed> {
  const seconds = Math.floor(Date.now() / 1000)
  const ts = `${seconds}.${String(number).padStart(6, '0')}`
  const body = JSON.stringify({
    token: 'unused',
    team_id: ids.team,
    context_team_id: ids.team,
    api_app_id: ids.app,
    event: {
      type: 'app_mention',
      user: ids.guest,
      ts,
      text: `<@${ids.bot}> which bugs are open in project ACME?`,
      team: ids.team,
      channel: ids.channel,
      event_ts: ts,
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
    },
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: seconds,
    authorizations: [
      {
        enterprise_id: null,
        team_id: ids.team,
        user_id: ids.bot,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  })
  const signature = await signSlackRequest(
    localSlackApp.signingSecret,
    String(seconds),
    new TextEncoder().encode(body),
  )
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': signature,
    },
    body,
  }
}
