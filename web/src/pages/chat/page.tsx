// Chat: Ask the assistant; it answers from what you may see.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Chat" purpose="Ask the assistant; it answers from what you may see.">
      <EmptyState title="Not in this version yet" icon="chat">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
