// Loads what the assistant loads at its first question (core/assistant/answer-question.ts), and nothing else: the first request pays
// for it, the next ones do not.
export default {
  async fetch() {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    const { streamText } = await import('ai')
    return new Response(`${typeof createOpenAICompatible} ${typeof streamText}`)
  },
} satisfies ExportedHandler
