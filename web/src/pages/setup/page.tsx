// Setup: What to do in each vendor’s console.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Setup" purpose="What to do in each vendor’s console.">
      <EmptyState title="Not in this version yet" icon="setup">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
