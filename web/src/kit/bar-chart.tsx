// Days as stacked bars. Drawn by ourselves: the chart of Mantine brings 100 KiB for what forty lines of SVG do. The same numbers
// stand in a table for people who do not see it, and under the pointer for those who do.
import { useState } from 'react'
import styles from './bar-chart.module.css'

export interface Series {
  readonly key: string
  readonly title: string
  readonly tone: 'first' | 'second' | 'third'
}

export interface Bar {
  readonly label: string
  readonly values: Readonly<Record<string, number>>
}

const heightPx = 96
const stepPx = 12
const barPx = 9

/** `summary` says in one sentence what the chart shows. */
export function BarChart(props: {
  bars: readonly Bar[]
  series: readonly Series[]
  summary: string
}) {
  const { bars, series, summary } = props
  const [pointed, setPointed] = useState<number | null>(null)
  const sums = bars.map(({ values }) =>
    series.reduce((sum, { key }) => sum + (values[key] ?? 0), 0),
  )
  const top = Math.max(1, ...sums)
  const shown = pointed === null ? null : bars[pointed]
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.legend}>
        <span className={styles.summary}>{shown ? shown.label : summary}</span>
        {series.map(({ key, title, tone }) => (
          <span key={key} className={styles.entry}>
            <i className={`${styles.swatch} ${styles[tone]}`} />
            {title}
            {shown && <b>{(shown.values[key] ?? 0).toLocaleString('en')}</b>}
          </span>
        ))}
      </figcaption>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${bars.length * stepPx} ${heightPx}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerLeave={() => setPointed(null)}
      >
        {bars.map((bar, index) => (
          <g
            key={bar.label}
            className={pointed === index ? styles.pointed : ''}
            onPointerEnter={() => setPointed(index)}
          >
            <rect
              x={index * stepPx}
              y={0}
              width={stepPx}
              height={heightPx}
              className={styles.back}
            />
            {stackOf(bar, series, top).map(({ key, tone, y, height }) => (
              <rect
                key={key}
                x={index * stepPx + (stepPx - barPx) / 2}
                y={y}
                width={barPx}
                height={height}
                className={styles[tone]}
              />
            ))}
          </g>
        ))}
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{bars[0]?.label}</span>
        <span>most in a day: {Math.max(0, ...sums).toLocaleString('en')}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <table className={styles.table}>
        <caption>{summary}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {series.map(({ key, title }) => (
              <th scope="col" key={key}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label, values }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ key }) => (
                <td key={key}>{values[key] ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** The parts of a bar from the ground up; what is there at all is seen: at least two pixels. */
function stackOf(bar: Bar, series: readonly Series[], top: number) {
  let ground = heightPx
  return series.flatMap(({ key, tone }) => {
    const value = bar.values[key] ?? 0
    if (value === 0) return []
    const height = Math.max(2, (value / top) * (heightPx - 4))
    ground -= height
    return [{ key, tone, y: Math.max(0, ground), height }]
  })
}
