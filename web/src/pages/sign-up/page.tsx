// Sign up: Open an organization.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Sign up" purpose="Open an organization.">
      <EmptyState title="Not in this version yet" icon="account">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
