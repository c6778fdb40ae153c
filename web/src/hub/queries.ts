// What many pages ask: who I am, my organization, and the short lists by which ids get names. Keys are `[noun, …]`, so that
// `invalidateQueries({ queryKey: ['connections'] })` renews every list of connections.
import type { components } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from './client.ts'
import { Problem } from './problem.ts'

export type Me = components['schemas']['Me']

const minuteMs = 60_000

/** The signed-in member; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * minuteMs,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await told(hub.GET('/v1/me'))
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.status === 401) return null
      throw thrown
    }
  },
})

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  staleTime: 5 * minuteMs,
  queryFn: () => told(hub.GET('/v1/organization')),
})

/** The catalogue; it changes with a deploy only. */
export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  staleTime: 30 * minuteMs,
  queryFn: async () => (await told(hub.GET('/v1/connectors'))).data,
})

/** The newest hundred connections: for names, choices and the palette. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections', 'newest'],
  staleTime: minuteMs,
  queryFn: async () =>
    (await told(hub.GET('/v1/connections', { params: { query: { limit: 100 } } }))).data,
})

/** The newest hundred members: for names, choices and the palette. */
export const membersQuery = queryOptions({
  queryKey: ['members', 'newest'],
  staleTime: minuteMs,
  queryFn: async () =>
    (await told(hub.GET('/v1/members', { params: { query: { limit: 100 } } }))).data,
})
