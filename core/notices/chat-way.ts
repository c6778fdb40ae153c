// What a chat platform must offer so that people are told there: one message to one person, found again by its key.
import type { NoticeContent } from '../db/schema/index.ts'
import type { Brand } from '../mail/brand.ts'

export interface ChatNotice {
  readonly organizationId: string
  readonly shard: string
  /** As the platform names them: `<team>/<user>`. */
  readonly teamId: string
  readonly userId: string
  readonly content: NoticeContent
  /** The page's whole address. */
  readonly url: string
  readonly brand: Brand | null
  /** Names the message at the platform. */
  readonly key: string
  /** It may have been posted before, since then: look before posting. */
  readonly triedSinceMs: number | null
}

/** `not_connected`: no workspace of the organization can be reached. `unknown_person`: it does not know them (any more). */
export type ChatVerdict = 'sent' | 'not_connected' | 'unknown_person'

export interface ChatWay {
  /** @throws when it should be tried again */
  send(notice: ChatNotice, waitUntil: WaitUntil): Promise<ChatVerdict>
}

export type WaitUntil = (name: string, work: Promise<unknown>) => void
