// Connects a system: by its own consent page (OAuth), or by credentials in a form made from the connector's schemas. Credentials are
// tested at the vendor before the hub keeps them.
import { Button, SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { SchemaForm } from '../../kit/schema-form/schema-form.tsx'
import type { Connector } from '../connectors/connector.ts'
import styles from './connections.module.css'

type JsonSchema = Readonly<Record<string, unknown>>

/** `onDone` runs once credentials were kept; a consent page leaves this one. */
export function Connect(props: { connector: Connector; name?: string; onDone?: () => void }) {
  const { connector } = props
  const ways = useMemo(() => waysOf(connector), [connector])
  const [chosen, setChosen] = useState(ways[0]?.title)
  const way = ways.find(({ title }) => title === chosen) ?? ways[0]
  if (!way) return <p>There is no way to connect {connector.name} from here.</p>
  return (
    <div className={styles.connect}>
      {ways.length > 1 && (
        <SegmentedControl
          aria-label="How to connect"
          data={ways.map(({ title }) => title)}
          value={way.title}
          onChange={setChosen}
        />
      )}
      {way.credentials === null ? (
        <ByConsent connector={connector} scopes={way.scopes} />
      ) : (
        <ByCredentials
          key={way.title}
          connector={connector}
          credentials={way.credentials}
          name={props.name ?? connector.name}
          onDone={props.onDone}
        />
      )}
    </div>
  )
}

interface Way {
  readonly title: string
  readonly credentials: JsonSchema | null
  readonly scopes: readonly string[]
}

const titles: Readonly<Record<string, string>> = {
  api_key: 'API key',
  basic: 'Account and token',
  client_credentials: 'Client id and secret',
  database: 'User and password',
  jwt_bearer: 'Signing key',
  oauth2: 'Sign in there',
  personal_token: 'Personal token',
}

/** A consent page asks nothing but consent: a connector that must be told more is connected by credentials. */
function waysOf(connector: Connector): Way[] {
  const required = connector.config.required
  const asksMore = Array.isArray(required) && required.length > 0
  return connector.authorizations
    .filter(({ kind, credentials }) => credentials !== null || (kind === 'oauth2' && !asksMore))
    .map(({ kind, credentials, scopes }) => ({
      title: titles[kind] ?? kind,
      credentials,
      scopes,
    }))
}

function ByConsent(props: { connector: Connector; scopes: readonly string[] }) {
  const { connector, scopes } = props
  const may = useMay()
  const act = useAct(
    () =>
      told(
        hub.POST('/v1/connect-sessions', {
          body: { connector: connector.id, returnUrl: `${location.origin}/connections` },
        }),
      ),
    {
      isQuiet: true,
      // The hub's own page, which leads to the vendor and back.
      onDone: ({ url }) => {
        if (new URL(url).origin === location.origin) location.assign(url)
      },
    },
  )
  const isNotSetUp = act.problem?.errors.some(({ path }) => path === 'connector') ?? false
  return (
    <div className={styles.connect}>
      <p>
        You go to {connector.name}, sign in there and allow what Causeway asks for; then you come
        back here. The tokens stay in the hub’s vault.
      </p>
      {scopes.length > 0 && (
        <details>
          <summary>What it asks for ({scopes.length})</summary>
          <ul className={styles.scopes}>
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {act.problem && <ErrorCard problem={act.problem} />}
      {isNotSetUp && may('connectors:write') && (
        <ButtonLink to={`/setup/${connector.id}`} icon="setup">
          Set up {connector.name} first
        </ButtonLink>
      )}
      <div>
        <Button
          leftSection={<Icon name="external" />}
          loading={act.isRunning}
          onClick={() => act.run()}
        >
          Go to {connector.name}
        </Button>
      </div>
    </div>
  )
}

interface Filled {
  readonly name?: string
  readonly config?: Record<string, unknown>
  readonly credentials?: Record<string, unknown>
}

function ByCredentials(props: {
  connector: Connector
  credentials: JsonSchema
  name: string
  onDone: (() => void) | undefined
}) {
  const { connector, credentials, name } = props
  const navigate = useNavigate()
  const schema = useMemo(
    () => connectSchema(connector.config, credentials, name),
    [connector, credentials, name],
  )
  const act = useAct(
    (filled: Filled) =>
      told(
        hub.POST('/v1/connections', {
          body: {
            connector: connector.id,
            config: filled.config ?? {},
            credentials: filled.credentials ?? {},
            ...(filled.name ? { name: filled.name } : {}),
          },
        }),
      ),
    {
      isQuiet: true,
      renews: [['connections'], ['overview']],
      says: (made) => `${made.name} is connected as ${made.account.name}.`,
      onDone: (made) => {
        props.onDone?.()
        void navigate({ to: `/connections/${made.id}` })
      },
    },
  )
  return (
    <SchemaForm
      schema={schema}
      label={`Connect ${connector.name}`}
      submitLabel={`Test and connect`}
      isRunning={act.isRunning}
      problem={act.problem}
      secrets={secretsOf(credentials)}
      onSubmit={(filled) => act.run(filled)}
      aside={
        <span className={styles.quiet}>The hub asks {connector.name} before it keeps them.</span>
      }
    />
  )
}

/** Name, config and credentials as one form. */
function connectSchema(config: JsonSchema, credentials: JsonSchema, name: string): JsonSchema {
  const asks = (schema: JsonSchema) => Object.keys(schema.properties ?? {}).length > 0
  return {
    type: 'object',
    properties: {
      name: {
        type: 'string',
        title: 'Name',
        maxLength: 120,
        default: name,
        description: 'How people tell it from others',
      },
      ...(asks(config) ? { config: { ...config, title: 'Where' } } : {}),
      credentials: { ...credentials, title: 'Credentials' },
    },
    required: ['config', 'credentials'],
  }
}

/** Fields whose names say that they are secret. */
function secretsOf(credentials: JsonSchema): string[] {
  return Object.keys(credentials.properties ?? {})
    .filter((name) => /token|secret|password|key|pem/i.test(name))
    .map((name) => `credentials.${name}`)
}
