// Approval: One write that waits for a yes.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Approval" purpose="One write that waits for a yes.">
      <EmptyState title="Not in this version yet" icon="approvals">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
