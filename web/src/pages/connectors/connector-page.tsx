// Connector: One system and its actions.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Connector" purpose="One system and its actions.">
      <EmptyState title="Not in this version yet" icon="connectors">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
