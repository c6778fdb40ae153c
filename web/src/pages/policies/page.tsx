// Policies: Which actions are allowed, confirmed, approved or denied.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Policies" purpose="Which actions are allowed, confirmed, approved or denied.">
      <EmptyState title="Not in this version yet" icon="policies">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
