// Overview: What happened, how things stand, and what needs a person.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Overview" purpose="What happened, how things stand, and what needs a person.">
      <EmptyState title="Not in this version yet" icon="overview">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
