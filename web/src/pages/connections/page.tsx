// Connections: Authorized links to your systems.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Connections" purpose="Authorized links to your systems.">
      <EmptyState title="Not in this version yet" icon="connections">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
