// Posts a message once, over any number of crashes: the intent is kept before the post, the key stands in the message, and
// after a crash or a lost answer the platform is asked whether a message with that key is there.
import type { Ctx } from '../context.ts'
import { VendorError } from '../contract/vendor-error.ts'
import type { ChatMessage, ChatPlace, ChatPlatform, PostedMessage } from './chat-platform.ts'
import type { StepLog } from './step-log.ts'

/**
 * @param sinceTs a message before which the post cannot stand
 * @throws VendorError when the platform refuses; safe to call again later
 */
export async function postOnce(
  ctx: Ctx,
  platform: ChatPlatform,
  steps: StepLog,
  post: { place: ChatPlace; message: ChatMessage; key: string; sinceTs: string },
): Promise<void> {
  const { place, message, key, sinceTs } = post
  if (steps.get(`posted/${key}`) !== undefined) return
  const find = () => platform.findPost(ctx, place, key, sinceTs)
  if (steps.get(`posting/${key}`) !== undefined) {
    const found = await find()
    if (found !== 'absent') return steps.set(`posted/${key}`, nameOf(found))
  }
  steps.set(`posting/${key}`, true)
  try {
    steps.set(`posted/${key}`, await platform.post(ctx, place, message, key))
  } catch (error) {
    if (!(error instanceof VendorError) || !error.ambiguous) throw error
    const found = await find()
    if (found === 'absent') throw error
    steps.set(`posted/${key}`, nameOf(found))
  }
}

/** Where the platform cannot say whether the post was made, saying nothing twice comes first. */
function nameOf(found: PostedMessage | 'absent' | 'unsure'): PostedMessage {
  return typeof found === 'object' ? found : { ts: '' }
}
