// What stands in a page's place while it loads, when it failed, and where there is none.
import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { problemOf } from '../hub/problem.ts'
import { EmptyState } from '../kit/empty-state.tsx'
import { ErrorCard } from '../kit/error-card.tsx'
import { ButtonLink } from '../kit/links.tsx'
import { Page } from '../kit/page.tsx'
import { PageSkeleton } from '../kit/skeletons.tsx'

export const WaitingPage = () => <PageSkeleton />

/** A page that could not be loaded, or broke: the hub's refusal, or a newer version that replaced this one's files. */
export function FailedPage(props: { error: unknown; reset?: () => void }) {
  const router = useRouter()
  const { error } = props
  const isOld = error instanceof TypeError && /import|module/i.test(error.message)
  if (isOld) {
    return (
      <Page title="A newer version is here" purpose="This page’s files were replaced by an update.">
        <EmptyState title="Load the new version" icon="refresh">
          Nothing was lost.
          <Button onClick={() => location.reload()}>Reload</Button>
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title="This page could not be shown" purpose="Something failed on the way.">
      <ErrorCard problem={problemOf(error)} onRetry={() => void router.invalidate()} />
    </Page>
  )
}

export function MissingPage() {
  return (
    <Page title="Not found" purpose="There is no such page.">
      <EmptyState title="Nothing lives at this address" icon="question">
        Press <kbd>/</kbd> to find a page, a connection or a person by name.
        <ButtonLink to="/">To the overview</ButtonLink>
      </EmptyState>
    </Page>
  )
}
