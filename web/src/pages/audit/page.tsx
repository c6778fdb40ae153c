// Audit: Who did what to what, and proof of it.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Audit" purpose="Who did what to what, and proof of it.">
      <EmptyState title="Not in this version yet" icon="audit">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
