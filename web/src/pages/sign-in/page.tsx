// Sign in: Come in by a mailed link or a passkey.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Sign in" purpose="Come in by a mailed link or a passkey.">
      <EmptyState title="Not in this version yet" icon="account">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
