// API keys: which programs may come in, how far each reaches and until when; made, looked at and revoked here.
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { Actor } from '../../kit/actor.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import styles from './api-keys.module.css'
import { type ApiKey, lifeOf, scopesWords } from './api-keys.ts'
import { KeyDialog } from './key-dialog.tsx'
import { NewKey } from './new-key.tsx'
import { keySnippet } from './snippets.ts'

export function Page() {
  const may = useMay()
  const [isMaking, setMaking] = useState(false)
  const [shown, setShown] = useState<ApiKey | null>(null)
  const mayWrite = may('api-keys:write')
  const columns = useMemo(() => columnsOf(setShown), [])
  const list = usePages<ApiKey>(['api-keys', 'list'], (cursor) =>
    told(
      hub.GET('/v1/api-keys', {
        params: { query: { limit: pageLimit, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  )
  usePaletteActions(mayWrite ? [{ label: 'Make an API key', run: () => setMaking(true) }] : [])
  const make = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New key
    </Button>
  )
  return (
    <Frame
      title="API keys"
      purpose="Programs come in with a key: as far as its scopes reach, until it ends or is revoked."
      action={mayWrite && list.rows.length > 0 && make}
      strip={list.rows.length > 0 && <State keys={list.rows} hasMore={list.hasMore} />}
    >
      <DataTable
        label="API keys"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title="No program has a key yet"
            icon="keys"
            snippet={{ label: 'Ask with a key', text: keySnippet('curl') }}
          >
            A key is a secret of your organization with scopes of its own. Make one for each
            program, so that each can be revoked alone.
            {mayWrite && make}
          </EmptyState>
        }
      />
      <NewKey opened={isMaking} onClose={() => setMaking(false)} />
      <KeyDialog apiKey={shown} onClose={() => setShown(null)} />
    </Frame>
  )
}

function State(props: { keys: readonly ApiKey[]; hasMore: boolean }) {
  const { keys, hasMore } = props
  const count = (life: ReturnType<typeof lifeOf>) =>
    keys.filter((each) => lifeOf(each) === life).length
  const far = keys.filter(({ scopes }) => scopes.includes('*')).length
  return (
    <StateStrip>
      <StateFact name="Keys">{`${keys.length}${hasMore ? ' and more' : ''}`}</StateFact>
      <StateFact name="End within two weeks">
        {count('soon') === 0 ? '0' : <Status word="pending" says={String(count('soon'))} />}
      </StateFact>
      <StateFact name="Ended">
        {count('expired') === 0 ? '0' : <Status word="expired" says={String(count('expired'))} />}
      </StateFact>
      <StateFact name="For everything">{far}</StateFact>
    </StateStrip>
  )
}

const columnsOf = (show: (key: ApiKey) => void): readonly Column<ApiKey>[] => [
  {
    title: 'Name',
    cell: (key) => (
      <button type="button" className={styles.open} onClick={() => show(key)}>
        {key.name}
      </button>
    ),
  },
  { title: 'Begins', width: '13.5rem', cell: ({ start }) => <code>{start}…</code> },
  {
    title: 'May',
    width: '15rem',
    cell: ({ scopes }) => <span title={scopes.join(', ')}>{scopesWords(scopes)}</span>,
  },
  { title: 'Made by', width: '9rem', cell: ({ createdBy }) => <Actor actor={createdBy} /> },
  { title: 'Ends', width: '9rem', cell: (key) => <Ends apiKey={key} /> },
]

function Ends(props: { apiKey: ApiKey }) {
  const { expiresAt } = props.apiKey
  const life = lifeOf(props.apiKey)
  if (life === 'expired') return <Status word="expired" />
  return <Time at={expiresAt} absent="Never" />
}
