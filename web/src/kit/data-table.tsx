// A list of any length: only the rows in view are in the document, further pages load as they come near, and the arrow keys walk the
// rows. Wide screens get a table, narrow ones cards of the same cells.
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { Listed } from '../hub/use-pages.ts'
import styles from './data-table.module.css'
import { ErrorCard } from './error-card.tsx'
import { TextLink } from './links.tsx'
import { SkeletonRows } from './skeletons.tsx'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** CSS width; without one, columns share what is left. */
  readonly width?: string
  readonly align?: 'end'
}

interface TableProps<Row> {
  /** Names the table for people who do not see it. */
  readonly label: string
  readonly list: Listed<Row>
  /** Define outside the component, or memoize: rows render again when it changes. */
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** The row's own page: its first cell becomes a link, and the whole row can be pressed. */
  readonly rowPath?: (row: Row) => string
  /** In the place of no rows. */
  readonly empty: ReactNode
}

const rowPx = 41
const cardPx = 132
/** So many rows before the end, the next page is asked for. */
const aheadRows = 20

export function DataTable<Row>(props: TableProps<Row>) {
  const { list, label } = props
  if (list.isWaiting) {
    return (
      <div className={styles.frame} role="status" aria-label={`Loading ${label}`}>
        <SkeletonRows count={6} />
      </div>
    )
  }
  if (list.problem) return <ErrorCard problem={list.problem} onRetry={list.reload} />
  if (list.rows.length === 0) return <div className={styles.frame}>{props.empty}</div>
  return <Rows {...props} />
}

function Rows<Row>(props: TableProps<Row>) {
  const { label, list, columns, rowKey, rowPath } = props
  const isNarrow = useMediaQuery('(max-width: 44rem)', matchMedia('(max-width: 44rem)').matches)
  const frame = useRef<HTMLDivElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    if (frame.current) setScrollMargin(frame.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  // The virtualizer measures all rows anew when one of its functions is another: these change with the list alone.
  const newest = useRef({ rows: list.rows, rowKey })
  newest.current = { rows: list.rows, rowKey }
  const getItemKey = useCallback((index: number) => {
    const row = newest.current.rows[index]
    return row === undefined ? index : newest.current.rowKey(row)
  }, [])
  const estimateSize = useCallback(() => (isNarrow ? cardPx : rowPx), [isNarrow])
  const virtualizer = useWindowVirtualizer({
    count: list.rows.length,
    estimateSize,
    overscan: 8,
    scrollMargin,
    getItemKey,
  })
  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  const { hasMore, loadMore } = list
  const isNearEnd = hasMore && lastIndex >= list.rows.length - aheadRows
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each length, however often the page scrolls
  useEffect(() => {
    if (isNearEnd) loadMore()
  }, [isNearEnd, list.rows.length])
  const before = (items[0]?.start ?? scrollMargin) - scrollMargin
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin)
  const toRow = useCallback(
    (index: number) => {
      const target = Math.max(0, Math.min(list.rows.length - 1, index))
      virtualizer.scrollToIndex(target, { align: 'auto' })
      requestAnimationFrame(() => focusRow(frame.current, target))
    },
    [virtualizer, list.rows.length],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event.key, list.rows.length)
    const at = rowOf(event.target)
    if (step === null || at === null) return
    event.preventDefault()
    toRow(at + step)
  }
  const rows = items.map((item) => {
    const row = list.rows[item.index]
    if (row === undefined) return null
    const shared = { row, columns, index: item.index, path: rowPath?.(row) ?? null }
    return isNarrow ? (
      <CardView key={item.key} {...shared} measure={virtualizer.measureElement} />
    ) : (
      <RowView key={item.key} {...shared} measure={virtualizer.measureElement} />
    )
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between rows' own links, which work without them
    <div className={styles.frame} ref={frame} onKeyDown={onKeyDown}>
      {isNarrow ? (
        <ul className={styles.cards} aria-label={label}>
          <Space height={before} as="li" />
          {rows}
          <Space height={after} as="li" />
        </ul>
      ) : (
        <table className={styles.table} aria-label={label} aria-rowcount={list.rows.length + 1}>
          <colgroup>
            {columns.map(({ title, width }) => (
              <col key={title} {...(width ? { style: { width } } : {})} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map(({ title, align }) => (
                <th key={title} scope="col" className={align === 'end' ? styles.end : ''}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={before} as="tr" />
            {rows}
            <Space height={after} as="tr" />
          </tbody>
        </table>
      )}
      <Foot list={list} />
    </div>
  )
}

function Foot<Row>(props: { list: Listed<Row> }) {
  const { rows, hasMore, isLoadingMore, loadMore } = props.list
  return (
    <div className={styles.foot}>
      <span>
        {rows.length.toLocaleString('en')}
        {hasMore ? ' shown' : rows.length === 1 ? ' in all' : ' in all'}
      </span>
      {hasMore && (
        <Button variant="subtle" size="compact-xs" loading={isLoadingMore} onClick={loadMore}>
          Load more
        </Button>
      )}
    </div>
  )
}

/** Stands for the rows that are not in the document. */
function Space(props: { height: number; as: 'tr' | 'li' }) {
  const { height, as: Tag } = props
  if (height <= 0) return null
  return <Tag aria-hidden="true" className={styles.space} style={{ height }} />
}

interface RowProps<Row> {
  readonly row: Row
  readonly index: number
  readonly columns: readonly Column<Row>[]
  readonly path: string | null
  readonly measure: (element: Element | null) => void
}

const RowView = memo(function RowView<Row>(props: RowProps<Row>) {
  const { row, index, columns, path, measure } = props
  const press = usePress(path)
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className={path ? styles.linked : ''}
      onClick={press}
    >
      {columns.map(({ title, cell, align }, at) => (
        <td key={title} className={align === 'end' ? styles.end : ''}>
          {at === 0 && path ? <TextLink to={path}>{cell(row)}</TextLink> : cell(row)}
        </td>
      ))}
    </tr>
  )
}) as <Row>(props: RowProps<Row>) => ReactNode

const CardView = memo(function CardView<Row>(props: RowProps<Row>) {
  const { row, index, columns, path, measure } = props
  const press = usePress(path)
  const [first, ...rest] = columns
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: pressing anywhere on the card is a convenience beside its link
    <li
      ref={measure}
      data-index={index}
      className={`${styles.card} ${path ? styles.linked : ''}`}
      onClick={press}
    >
      <div className={styles.cardTitle}>
        {first && (path ? <TextLink to={path}>{first.cell(row)}</TextLink> : first.cell(row))}
      </div>
      <dl>
        {rest.map(({ title, cell }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{cell(row)}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}) as <Row>(props: RowProps<Row>) => ReactNode

/** Pressing a row goes to its page, unless something in it was pressed or text was marked. */
function usePress(path: string | null) {
  const navigate = useNavigate()
  return (event: { target: EventTarget }) => {
    if (path === null || !(event.target instanceof Element)) return
    if (event.target.closest('a, button, input, label, select')) return
    if (getSelection()?.toString()) return
    void navigate({ to: path })
  }
}

function stepOf(key: string, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: 15,
    PageUp: -15,
    Home: -count,
    End: count,
  }
  return steps[key] ?? null
}

function rowOf(target: EventTarget): number | null {
  if (!(target instanceof Element) || target.closest('input, select, textarea')) return null
  const index = target.closest('[data-index]')?.getAttribute('data-index')
  return index == null ? null : Number(index)
}

function focusRow(frame: HTMLElement | null, index: number): void {
  const within = frame?.querySelector(`[data-index="${index}"] :is(a, button)`)
  if (within instanceof HTMLElement) within.focus({ preventScroll: true })
}
