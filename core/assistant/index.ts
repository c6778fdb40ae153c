// The assistant.
export { askAssistant, assistantReply, newAssistantMessage } from './ask-assistant.ts'
