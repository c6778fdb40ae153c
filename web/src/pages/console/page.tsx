// Console: The operator’s view of this hub.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Console" purpose="The operator’s view of this hub.">
      <EmptyState title="Not in this version yet" icon="overview">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
