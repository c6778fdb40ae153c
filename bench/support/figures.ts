// What a bench gives back, and the arithmetic that all of them share. A figure's name ends in its unit: `p50Ms`, `gzipKiB`,
// `ratio`; a bench says what it was fed and against what it was measured.

export interface Figure {
  /** As in bench/results/latest.json. */
  readonly name: string
  readonly value: number
  /** What we want it to be; null where it is only watched. */
  readonly aim: string | null
}

export interface BenchResult {
  /** What was measured, how often and against what: one line each. */
  readonly notes: readonly string[]
  readonly figures: readonly Figure[]
}

/** A figure, rounded to what the table shows. */
export function figure(name: string, value: number, aim: string | null = null): Figure {
  return { name, value: roundTo(value, value >= 100 ? 0 : value >= 10 ? 1 : 2), aim }
}

/** The value below which the part `share` (0 to 1) of the sample lies: nearest rank. NaN for an empty sample. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (sample: readonly number[]) => percentile(sample, 0.5)

/** Milliseconds that the work took, and what it gave. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { ms: performance.now() - began, value }
}

export const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
