// The assistant.
export { askAssistant, assistantReply, newAssistantMessage } from './ask-assistant.ts'
export {
  deleteConversation,
  getConversation,
  listConversations,
  presentedConversation,
  wholeConversation,
} from './conversations.ts'
