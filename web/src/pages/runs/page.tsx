// Runs: Every action that was run.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Runs" purpose="Every action that was run.">
      <EmptyState title="Not in this version yet" icon="runs">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
