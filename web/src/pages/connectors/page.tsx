// Connectors: Systems that can be connected, and what can be done in them.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame
      title="Connectors"
      purpose="Systems that can be connected, and what can be done in them."
    >
      <EmptyState title="Not in this version yet" icon="connectors">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
