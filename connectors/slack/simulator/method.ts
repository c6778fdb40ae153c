// What one Web API method is, and the few readings of arguments that all of them share.
import type { SimulatorWorld } from '../../../core/contract/simulator.ts'
import type { Token } from './oauth.ts'

export type Arguments = Record<string, unknown>
export type Answer = Record<string, unknown> & { ok: boolean }

export interface Method {
  scope: string | null
  /** Ignores JSON bodies. */
  reads?: true
  run(given: Arguments, world: SimulatorWorld, token: Token): Answer
}

export const refuse = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
})
export const isTrue = (value: unknown) =>
  value === true || value === 'true' || value === '1' || value === 1
export const text = (value: unknown) => (typeof value === 'string' ? value : '')
