// Thirty days of what the hub did, one kind at a time.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { BarChart, type Series } from '../../kit/bar-chart.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import styles from './overview.module.css'
import type { Day } from './overview-query.ts'

interface View {
  readonly title: string
  readonly noun: string
  readonly series: readonly Series[]
}

const views: readonly View[] = [
  {
    title: 'Runs',
    noun: 'actions ran',
    series: [
      { key: 'reads', title: 'Reads', tone: 'first' },
      { key: 'writes', title: 'Writes', tone: 'second' },
    ],
  },
  {
    title: 'Failures',
    noun: 'actions failed',
    series: [{ key: 'failures', title: 'Failures', tone: 'third' }],
  },
  {
    title: 'Answers',
    noun: 'answers by the assistant',
    series: [{ key: 'answers', title: 'Answers', tone: 'first' }],
  },
  {
    title: 'Deliveries',
    noun: 'events delivered or failed',
    series: [
      { key: 'deliveries', title: 'Delivered', tone: 'first' },
      { key: 'failedDeliveries', title: 'Failed', tone: 'third' },
    ],
  },
]

const dayName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

export function Activity(props: { days: readonly Day[] | null }) {
  const [shown, setShown] = useState('Runs')
  const { days } = props
  if (days === null) {
    return (
      <EmptyState title="Not part of your role" icon="overview">
        Activity is shown to those who may read runs.
      </EmptyState>
    )
  }
  const view = views.find(({ title }) => title === shown) ?? views[0]
  if (!view) return null
  const bars = days.map(({ day, ...values }) => ({
    label: dayName.format(new Date(`${day}T00:00:00Z`)),
    values,
  }))
  const sum = bars
    .flatMap(({ values }) =>
      view.series.map(({ key }) => (values as Readonly<Record<string, number>>)[key] ?? 0),
    )
    .reduce((total, each) => total + each, 0)
  return (
    <>
      <SegmentedControl
        className={styles.views ?? ''}
        size="xs"
        aria-label="What is charted"
        data={views.map(({ title }) => title)}
        value={shown}
        onChange={setShown}
      />
      <BarChart
        bars={bars}
        series={view.series}
        summary={`${sum.toLocaleString('en')} ${view.noun} in 30 days`}
      />
    </>
  )
}
