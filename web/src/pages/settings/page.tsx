// Settings: Your organization’s name, look and rules.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Settings" purpose="Your organization’s name, look and rules.">
      <EmptyState title="Not in this version yet" icon="settings">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
