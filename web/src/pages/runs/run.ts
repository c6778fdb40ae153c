// A run as the API shows it.
import type { operations } from '@causeway/sdk'

export type Run = operations['getRun']['responses'][200]['content']['application/json']
export type RunState = Run['state']
export const runStates: readonly RunState[] = ['claimed', 'done', 'failed', 'unknown']

/** Milliseconds; null while it runs, and where nobody knows when it ended. */
export const durationOf = ({ startedAt, finishedAt }: Run): number | null =>
  finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt)
