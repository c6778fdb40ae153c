// A list that is read page by page: `{ data, nextCursor }` of the hub as one growing list of rows.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Problem, problemOf } from './problem.ts'

export interface Listed<Row> {
  readonly rows: readonly Row[]
  /** Nothing has come yet. */
  readonly isWaiting: boolean
  readonly problem: Problem | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  loadMore(): void
  reload(): void
}

interface PageOf<Row> {
  readonly data: readonly Row[]
  readonly nextCursor: string | null
}

/** Rows a request; the hub's most. */
export const pageLimit = 100

const isShort = (read: { readonly pages: readonly unknown[] } | undefined) =>
  (read?.pages.length ?? 0) <= 1

/** `read` is given the cursor of the page to read, null for the first. `everyMs` reads again while the page is looked at. */
export function usePages<Row>(
  queryKey: QueryKey,
  read: (cursor: string | null) => Promise<PageOf<Row>>,
  options: { readonly everyMs?: number; readonly enabled?: boolean } = {},
): Listed<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: options.enabled ?? true,
    // Many pages are read again only when asked: each of them is a request.
    refetchOnWindowFocus: ({ state }) => isShort(state.data),
    refetchInterval: ({ state }) => (isShort(state.data) && options.everyMs) || false,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data])
  return {
    rows,
    isWaiting: query.isPending,
    problem: query.isError && !query.data ? problemOf(query.error) : null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage()
    },
    reload: () => void query.refetch(),
  }
}
