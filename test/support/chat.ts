// The pretend Slack as its people use it: they mention the bot, read the thread, press buttons. Waiting is bounded, and what is
// waited for is what a person would see.
import { expect } from 'vitest'
import { eventually } from './client.ts'

/** A message as `GET /_control/slack/threads` shows it. */
export interface ChatMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | null
  readonly user: string
  readonly text: string
  readonly blocks: readonly { readonly type: string }[]
  /** The one person who sees it. */
  readonly ephemeralTo?: string
}

/** `/_control<path>` of the simulators; rejects when it is refused. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by name and asserts on what it finds.
export type Control = (method: string, path: string, body?: unknown) => Promise<any>

/** The workspace's people: Dana and Lee are found as members by their addresses, Gus is nobody's, Olga is of another company. */
export const people = {
  dana: 'U0DANA0001',
  lee: 'U0LEE00002',
  gus: 'U0GUEST003',
  olga: 'U0OUTSIDE4',
} as const
export const bot = 'U0CAUSEWAY'

export interface Mention {
  readonly user?: string
  readonly channel?: string
  readonly threadTs?: string
}

export interface Chat {
  /** A person mentions the bot; the message's `ts`. */
  mention(text: string, where?: Mention): Promise<string>
  messages(): Promise<readonly ChatMessage[]>
  /** What the bot said in the thread of that message, to all and to one. */
  repliesTo(ts: string): Promise<readonly ChatMessage[]>
  /** Waits for `count` of those, one by default, and returns the last of them. */
  replyTo(ts: string, count?: number): Promise<ChatMessage>
  /** Waits for the confirmation in that thread: the message with buttons. */
  confirmationTo(ts: string): Promise<ChatMessage>
  press(approvalId: string, choice: 'approve' | 'reject', user?: string): Promise<void>
}

export function chatOf(control: Control): Chat {
  const messages = (): Promise<readonly ChatMessage[]> => control('GET', '/slack/threads')
  const repliesTo = async (ts: string) =>
    (await messages()).filter((message) => message.threadTs === ts && message.user === bot)
  return {
    mention: async (text, where = {}) =>
      (await control('POST', '/slack/mention', { text, ...where })).ts,
    messages,
    repliesTo,
    replyTo: (ts, count = 1) =>
      eventually(async () => {
        const replies = await repliesTo(ts)
        expect(replies.length).toBeGreaterThanOrEqual(count)
        return replies.at(-1) as ChatMessage
      }),
    confirmationTo: (ts) =>
      eventually(async () => {
        const asks = (await repliesTo(ts)).filter((each) => buttonValue(each) !== undefined)
        expect(asks.length).toBeGreaterThanOrEqual(1)
        return asks.at(-1) as ChatMessage
      }),
    press: async (approvalId, choice, user = people.dana) => {
      await control('POST', '/slack/press', { approvalId, choice, user })
    },
  }
}

/** The approval that a message's buttons decide. Fails the test when it has none. */
export function approvalOn(message: ChatMessage): string {
  const found = buttonValue(message)
  expect(found, `no button on: ${message.text}`).toBeDefined()
  return found ?? ''
}

function buttonValue(message: ChatMessage): string | undefined {
  return /"value":"(apr_[0-9a-z]+)"/.exec(JSON.stringify(message.blocks))?.[1]
}
