// Rules in words: what a rule is about, who it speaks of, and how it was asked. A condition that is absent holds for everything.
import type { operations } from '@causeway/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { type Names, useNames } from '../../hub/names.ts'
import { useMay } from '../../hub/permissions.ts'
import { sentence } from '../../kit/status.tsx'

export type Policy =
  operations['listPolicies']['responses'][200]['content']['application/json']['data'][number]
export type Match = Policy['match']
export type Effect = Policy['effect']
export type Decision = operations['simulatePolicy']['responses'][200]['content']['application/json']

/** From the weakest to the strictest: the strictest that matches wins. */
export const effects = ['allow', 'confirm', 'approve', 'deny'] as const satisfies readonly Effect[]

export const effectWords: Readonly<Record<Effect, { title: string; says: string }>> = {
  allow: { title: 'Allow', says: 'It runs at once.' },
  confirm: { title: 'Confirm', says: 'It waits for the yes of the person who asked.' },
  approve: { title: 'Approve', says: 'It waits for the yes of a second person.' },
  deny: { title: 'Deny', says: 'It does not run.' },
}

export const viaWords = {
  api: 'the API or this dashboard',
  assistant: 'the assistant',
  mcp: 'MCP',
} as const

/** Kinds of actors that a rule is made for; the others are the hub's own. */
export const actorWords = {
  member: 'people, in the dashboard',
  chat_user: 'people, in chat',
  api_key: 'API keys',
  app: 'apps',
} as const

/** At most 200: the hub takes no more. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: async () => {
    const rules: Policy[] = []
    let cursor: string | null = null
    do {
      const page: { data: Policy[]; nextCursor: string | null } = await told(
        hub.GET('/v1/policies', {
          params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } },
        }),
      )
      rules.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    return rules
  },
})

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async () => (await told(hub.GET('/v1/roles'))).data,
})

export const groupsQuery = queryOptions({
  queryKey: ['groups', 'newest'],
  queryFn: async () =>
    (await told(hub.GET('/v1/groups', { params: { query: { limit: 100 } } }))).data,
})

interface RuleNames extends Names {
  role(id: string): string
  group(id: string): string
}

export function useRuleNames(): RuleNames {
  const names = useNames()
  const may = useMay()
  const { data: roles } = useQuery({ ...rolesQuery, enabled: may('members:read') })
  const { data: groups } = useQuery({ ...groupsQuery, enabled: may('members:read') })
  return {
    ...names,
    role: (id) => roles?.find((each) => each.id === id)?.name ?? sentence(id),
    group: (id) => groups?.find((each) => each.id === id)?.name ?? id,
  }
}

/** “Jira: Create an issue; asked for by Member or Developer; through the assistant”. */
export function matchWords(match: Match, names: RuleNames): string {
  const { connectionIds, roles, groupIds, actorTypes, vias, channels } = match
  return [
    whatWords(match, names),
    connectionIds && `on ${either(connectionIds.map(names.connection))}`,
    roles && `asked for by the role ${either(roles.map(names.role))}`,
    groupIds && `asked for by people in ${either(groupIds.map(names.group))}`,
    actorTypes && `asked for by ${either(actorTypes.map(actorName))}`,
    vias && `through ${either(vias.map((via) => viaWords[via]))}`,
    channels && `in the channel ${either(channels)}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

const actorName = (type: string) =>
  (actorWords as Readonly<Record<string, string>>)[type] ?? type.replaceAll('_', ' ')

function whatWords({ actions, effects: kinds }: Match, names: Names): string {
  const kind = kinds?.length === 1 ? kinds[0] : undefined
  if (!actions || actions.includes('*')) return `Every ${kind ?? 'action'}`
  const named = actions.map((pattern) => {
    const [connector = '', action = ''] = pattern.split('.')
    const product = names.connector(connector)
    return action === '*'
      ? `everything in ${product}`
      : `${product}: ${names.action(connector, action)}`
  })
  const words = either(named)
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return kind ? `${text} (only what ${kind}s)` : text
}

const either = (words: readonly string[]) =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(words)
