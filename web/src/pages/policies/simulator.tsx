// The simulator: who, what and how, and at once what would be decided and which rule says so. Nothing runs. The case stands in the
// URL, so that it can be shown to somebody else.
import { NativeSelect, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { hub, told } from '../../hub/client.ts'
import type { Connector } from '../../hub/names.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { connectionsQuery, connectorsQuery, membersQuery } from '../../hub/queries.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { useFilters } from '../../kit/filters.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Effect as EffectWord, Status } from '../../kit/status.tsx'
import styles from './policies.module.css'
import {
  type Decision,
  effectWords,
  matchWords,
  type Policy,
  rolesQuery,
  useRuleNames,
  viaWords,
} from './rules.ts'

/** A case without a connection: no rule about one speaks. */
const noConnection = 'none'

export function Simulator(props: {
  rules: readonly Policy[]
  onSpoken: (ruleId: string | null) => void
}) {
  const { rules, onSpoken } = props
  const may = useMay()
  const { data: connectors } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  const { data: connections = [] } = useQuery({
    ...connectionsQuery,
    enabled: may('connections:read'),
  })
  const [chosen, change] = useFilters(['who', 'action', 'connection', 'channel', 'via'])
  const actions = (connectors ?? [])
    .flatMap((connector) => actionsOf(connector, connections))
    .toSorted((a, b) => Number(b.isConnected) - Number(a.isConnected))
  const action = actions.find(({ value }) => value === chosen.action) ?? actions[0]
  const fitting = connections.filter(
    ({ connector, status }) => connector === action?.connector && status !== 'revoked',
  )
  const connectionId =
    fitting.find(({ id }) => id === chosen.connection)?.id ?? fitting[0]?.id ?? noConnection
  const via = chosen.via === 'assistant' || chosen.via === 'mcp' ? chosen.via : 'api'
  const who = useWho(chosen.who)
  const decision = useQuery({
    queryKey: ['policy-simulation', who.body, action?.value, connectionId, via, chosen.channel],
    enabled: action !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () =>
      told(
        hub.POST('/v1/policies/simulate', {
          body: {
            ...who.body,
            connector: action?.connector ?? '',
            action: action?.name ?? '',
            connectionId,
            channel: chosen.channel ?? null,
            via,
          },
        }),
      ),
  })
  const ruleId = decision.data?.ruleId ?? null
  useEffect(() => onSpoken(ruleId), [onSpoken, ruleId])
  return (
    <Section title="What would be decided?">
      <div className={styles.form}>
        <NativeSelect
          label="Who asks"
          data={who.choices}
          value={who.value}
          onChange={(event) => change({ who: event.currentTarget.value })}
        />
        <NativeSelect
          label="What"
          data={grouped(actions)}
          value={action?.value ?? ''}
          onChange={(event) => change({ action: event.currentTarget.value, connection: undefined })}
        />
        {fitting.length > 1 && (
          <NativeSelect
            label="On which connection"
            data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
            value={connectionId}
            onChange={(event) => change({ connection: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          label="Through"
          data={Object.entries(viaWords).map(([value, label]) => ({ value, label }))}
          value={via}
          onChange={(event) => change({ via: event.currentTarget.value })}
        />
        <TextInput
          label="In which channel"
          description="Its id at Slack or Teams; empty for none"
          placeholder="C0123456789"
          value={chosen.channel ?? ''}
          onChange={(event) => change({ channel: event.currentTarget.value.trim() || undefined })}
        />
        <div role="status">
          {decision.data && action ? (
            <Verdict decision={decision.data} rules={rules} effect={action.effect} />
          ) : decision.isError ? (
            <ErrorCard problem={problemOf(decision.error)} />
          ) : (
            <SkeletonBlock height={90} />
          )}
        </div>
      </div>
    </Section>
  )
}

function Verdict(props: {
  decision: Decision
  rules: readonly Policy[]
  effect: 'read' | 'write'
}) {
  const { decision, rules, effect } = props
  const names = useRuleNames()
  const rule = rules.find(({ id }) => id === decision.ruleId)
  return (
    <div className={styles.verdict}>
      <span className={styles.choices}>
        <Status word={decision.effect} says={effectWords[decision.effect].title} />
        <EffectWord effect={effect} />
      </span>
      <strong>{effectWords[decision.effect].says}</strong>
      {rule ? (
        <span className={styles.quiet}>
          The rule says so: {matchWords(rule.match, names)}
          {rule.description && ` (${rule.description})`}
        </span>
      ) : (
        <span className={styles.quiet}>{decision.reason}</span>
      )}
    </div>
  )
}

interface Asker {
  readonly actorType: 'member' | 'api_key'
  readonly memberId?: string
  readonly role?: 'owner' | 'admin' | 'developer' | 'auditor' | 'member'
}

/** Who may be asked about: a person (role and groups are looked up), a role, or a key. */
function useWho(chosen: string | undefined) {
  const me = useMe()
  const may = useMay()
  const { data: members = [] } = useQuery({ ...membersQuery, enabled: may('members:read') })
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: may('members:read') })
  const people = members.some(({ id }) => id === me.id)
    ? members
    : [{ id: me.id, name: me.name ?? 'You' }, ...members]
  const value = chosen ?? me.id
  const choices = [
    { group: 'People', items: people.map(({ id, name }) => ({ value: id, label: name })) },
    {
      group: 'Anyone of a role',
      items: roles.map(({ id, name }) => ({ value: `role:${id}`, label: name })),
    },
    { group: 'Programs', items: [{ value: 'key', label: 'An API key' }] },
  ].filter(({ items }) => items.length > 0)
  return { value, choices, body: bodyOf(value) }
}

function bodyOf(who: string): Asker {
  if (who === 'key') return { actorType: 'api_key' }
  const role = /^role:(.+)$/.exec(who)?.[1]
  if (role) return { actorType: 'member', role: role as NonNullable<Asker['role']> }
  return { actorType: 'member', memberId: who }
}

interface ActionChoice {
  readonly value: string
  readonly label: string
  readonly product: string
  readonly connector: string
  readonly name: string
  readonly effect: 'read' | 'write'
  readonly isConnected: boolean
}

/** Every action of a connector, as choices. */
function actionsOf(connector: Connector, connections: readonly { connector: string }[]) {
  const isConnected = connections.some((each) => each.connector === connector.id)
  return connector.actions.map(
    ({ name, title, effect }): ActionChoice => ({
      value: `${connector.id}.${name}`,
      label: title,
      product: isConnected ? connector.name : `${connector.name} (not connected)`,
      connector: connector.id,
      name,
      effect,
      isConnected,
    }),
  )
}

function grouped(actions: readonly ActionChoice[]) {
  const products = [...new Set(actions.map(({ product }) => product))]
  return products.map((group) => ({
    group,
    items: actions
      .filter(({ product }) => product === group)
      .map(({ value, label }) => ({ value, label })),
  }))
}
