// The chat platforms as a conversation reaches them, by name.
import type { ChatPlatform } from '../../core/assistant/chat-platform.ts'
import type { ConversationItem } from '../../core/context.ts'
import { makeSlackPlatform } from './slack/platform.ts'

export function makeChatPlatforms(): Readonly<Record<ConversationItem['platform'], ChatPlatform>> {
  return { slack: makeSlackPlatform() }
}
