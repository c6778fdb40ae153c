// `GET /v1/overview`: parts that the asking person may not read are null.
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'

export interface Day {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string
  readonly reads: number
  readonly writes: number
  readonly failures: number
  readonly answers: number
  readonly deliveries: number
  readonly failedDeliveries: number
}

export interface AttentionItem {
  readonly kind: 'connection' | 'approval' | 'endpoint' | 'run' | 'setup' | 'passkey'
  readonly id: string
  readonly title: string
  readonly detail: string | null
  /** A page of the dashboard. */
  readonly path: string
  readonly at: string | null
}

export interface Overview {
  readonly activity: readonly Day[] | null
  readonly attention: readonly AttentionItem[] | null
  readonly counts: {
    readonly connections: { readonly active: number; readonly needsReconnect: number } | null
    readonly members: number | null
    readonly endpoints: { readonly enabled: number; readonly disabled: number } | null
    readonly approvalsWaiting: number | null
    readonly runs24h: {
      readonly done: number
      readonly failed: number
      readonly unknown: number
    } | null
  }
}

const freshEveryMs = 30_000

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  refetchInterval: freshEveryMs,
  queryFn: () => ask<Overview>('GET', '/v1/overview'),
})
