// The operator's doors as the console reads them (worker/operator). They stand outside `/v1` and its document, so their shapes are
// written here; the hub's tests hold the doors to them.
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { Problem } from '../../hub/problem.ts'

export interface Operator {
  readonly id: string
  readonly email: string | null
  readonly name: string
}

export interface ListedOperator {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly createdAt: string
}

export const plans = ['free', 'team', 'enterprise'] as const
export const regions = ['eu', 'us', 'apac'] as const

export interface Organization {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly plan: (typeof plans)[number]
  readonly shard: string
  readonly suspendedAt: string | null
  readonly createdAt: string
  readonly members: number
  readonly connections: { readonly active: number; readonly needsReconnect: number }
}

export interface WholeOrganization extends Organization {
  readonly health: {
    readonly apiKeys: number
    readonly endpoints: { readonly enabled: number; readonly disabled: number }
    readonly deliveries: { readonly due: number; readonly inFlight: number; readonly held: number }
    readonly runs24h: { readonly done: number; readonly failed: number; readonly unknown: number }
    readonly approvalsWaiting: number
    readonly auditEvents: number
    readonly lastActiveAt: string | null
  }
  readonly consent: { readonly id: string; readonly expiresAt: string } | null
}

export interface HubHealth {
  readonly dependencies: Readonly<Record<string, unknown>>
  readonly versions: {
    readonly hub: string
    readonly compatibilityDate: string
    readonly migrations: Readonly<
      Record<
        string,
        {
          readonly applied: number | null
          readonly expected: number
          readonly missing: readonly string[] | null
        }
      >
    >
  }
  readonly shards: readonly {
    readonly shard: string
    readonly organizations: number
    readonly queues: Readonly<Record<string, number | null>>
    readonly stuck: readonly {
      readonly kind: string
      readonly count: number
      readonly oldestAt: string | null
    }[]
  }[]
}

export interface OperatorEvent {
  readonly id: string
  readonly operatorId: string
  readonly action: string
  readonly targetId: string | null
  readonly values: Readonly<Record<string, unknown>>
  readonly at: string
}

export interface PageOf<Row> {
  readonly data: readonly Row[]
  readonly nextCursor: string | null
}

/** The signed-in operator; null when nobody is. */
export const operatorQuery = queryOptions({
  queryKey: ['operator', 'me'],
  queryFn: async (): Promise<Operator | null> => {
    try {
      return await ask<Operator>('GET', '/operator/me')
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.status === 401) return null
      throw thrown
    }
  },
})

/** A path with its query; what is null or empty is left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | null | undefined>>,
) {
  const given = Object.entries(query).filter(([, value]) => value)
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}
