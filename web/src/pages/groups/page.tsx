// Groups: Members gathered, as audience of connections and policies.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Groups" purpose="Members gathered, as audience of connections and policies.">
      <EmptyState title="Not in this version yet" icon="groups">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
