// The shapes of Jira's answers: JSON, nothing, or a list of what was wrong.
import type { SimulatorAnswer } from '../../../core/contract/simulator.ts'

export type Body = Record<string, unknown>

export const ok = (json: unknown, status = 200): SimulatorAnswer => ({ status, json })
export const empty: SimulatorAnswer = { status: 204 }
export const wrong = (
  status: number,
  errorMessages: string[],
  errors: Record<string, string> = {},
): SimulatorAnswer => ({ status, json: { errorMessages, errors } })
export const missing = wrong(404, ['Issue does not exist or you do not have permission to see it.'])

/** Names from a comma-separated text, a list, or both. */
export const names = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .flatMap((item) => (typeof item === 'string' ? item.split(',') : []))
    .map((name) => name.trim())
    .filter(Boolean)
