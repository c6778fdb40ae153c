// Approvals: Writes that wait for a yes.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Approvals" purpose="Writes that wait for a yes.">
      <EmptyState title="Not in this version yet" icon="approvals">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
