// Members: The people of your organization.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Members" purpose="The people of your organization.">
      <EmptyState title="Not in this version yet" icon="members">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
