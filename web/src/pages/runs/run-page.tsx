// Run: One execution of an action.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Run" purpose="One execution of an action.">
      <EmptyState title="Not in this version yet" icon="runs">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
