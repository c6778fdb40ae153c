// How answers of the hub are kept: fresh for half a minute, asked again when the page is looked at anew, tried again only when the
// hub did not answer or asked for patience. When a session has ended, everything known is forgotten and the person signs in again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from './problem.ts'
import { meQuery } from './queries.ts'

const staleMs = 30_000
const triesMax = 2
const patientStatuses = new Set([0, 429, 502, 503])

export function makeQueryClient(): QueryClient {
  const onError = (thrown: unknown) => {
    if (thrown instanceof Problem && thrown.status === 401) leaveToSignIn(client)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: staleMs,
        retry: (tries, thrown) =>
          tries < triesMax && thrown instanceof Problem && patientStatuses.has(thrown.status),
      },
      mutations: { retry: false },
    },
  })
  return client
}

/** The session ended while a page was open. A new document, so that nothing known stays in memory. */
function leaveToSignIn(client: QueryClient): void {
  const { pathname, search } = location
  if (client.getQueryData(meQuery.queryKey) == null || pathname.startsWith('/console')) return
  location.assign(`/sign-in?${new URLSearchParams({ next: pathname + search })}`)
}
