// Roles: What members may do.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Roles" purpose="What members may do.">
      <EmptyState title="Not in this version yet" icon="roles">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
