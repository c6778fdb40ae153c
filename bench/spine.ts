// From a person's mention to the answer they can read in the thread: the door, the conversation's alarm, the model (twice: it asks for
// Jira's issues, then writes), Jira, and the post. One mention at a time. The model server and the vendors are simulators in
// this process; the model's own time, which a real one would fill with seconds, is subtracted and shown.
import { type BenchResult, figure, pause, percentile } from './support/figures.ts'
import { type MeasuredHub, openHub } from './support/hub.ts'

const mentions = 60
const warmUpMentions = 5
const question = 'which bugs are open in project ACME?'
/** Between two: what is recorded after an answer was posted. */
const settleMs = 100
const patienceMs = 30_000

interface Call {
  readonly path: string
  readonly status: number
  readonly at: string
  readonly ms: number
}

export async function measure(): Promise<BenchResult> {
  const hub = await openHub()
  try {
    const answered: number[] = []
    const own: number[] = []
    const model: number[] = []
    let modelCalls = 0
    let vendorCalls = 0
    for (let i = -warmUpMentions; i < mentions; i++) {
      await pause(settleMs)
      for (const vendor of ['model', 'jira', 'slack'])
        await hub.control('DELETE', `/${vendor}/calls`)
      const ms = await answerTo(hub)
      if (i < 0) continue
      const [modelSaw, jiraSaw, slackSaw] = await Promise.all(
        ['model', 'jira', 'slack'].map((vendor) => hub.control<Call[]>('GET', `/${vendor}/calls`)),
      )
      const modelMs = (modelSaw ?? []).reduce((sum, call) => sum + call.ms, 0)
      answered.push(ms)
      model.push(modelMs)
      own.push(ms - modelMs)
      modelCalls += modelSaw?.length ?? 0
      vendorCalls += (jiraSaw?.length ?? 0) + (slackSaw?.length ?? 0)
    }
    return {
      notes: [
        `${mentions} mentions “${question}”, one at a time, each in a thread of its own, after ${warmUpMentions} to warm up`,
        'ends when the simulated Slack holds the answer; without the model = less the time inside the model server',
      ],
      figures: [
        figure('p50Ms', percentile(own, 0.5)),
        figure('p99Ms', percentile(own, 0.99)),
        figure('withModelP50Ms', percentile(answered, 0.5)),
        figure('withModelP99Ms', percentile(answered, 0.99)),
        figure('modelP50Ms', percentile(model, 0.5)),
        figure('modelCallsPerAnswer', modelCalls / mentions),
        figure('vendorCallsPerAnswer', vendorCalls / mentions),
      ],
    }
  } finally {
    await hub.close()
  }
}

/** Milliseconds from the person's mention to the answer in its thread. */
async function answerTo(hub: MeasuredHub): Promise<number> {
  const began = performance.now()
  const said = await hub.control<{ ts: string }>('POST', '/slack/mention', { text: question })
  while (performance.now() - began < patienceMs) {
    // The newest call tells that something was posted; it costs less than reading every thread.
    const calls = await hub.control<Call[]>('GET', '/slack/calls')
    if (calls.some((call) => call.path.endsWith('/chat.postMessage') && call.status === 200)) {
      const ms = performance.now() - began
      await checkAnswer(hub, said.ts)
      return ms
    }
    await pause(1)
  }
  throw new Error(`no answer within ${patienceMs} ms`)
}

async function checkAnswer(hub: MeasuredHub, threadTs: string): Promise<void> {
  const messages = await hub.control<{ threadTs: string | null; text: string }[]>(
    'GET',
    '/slack/threads',
  )
  const answer = messages.find((message) => message.threadTs === threadTs)
  if (!answer?.text.includes('ACME-')) {
    throw new Error(`the answer names no issue: ${answer?.text.slice(0, 200) ?? 'there is none'}`)
  }
}
