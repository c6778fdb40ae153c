// One action of the catalogue: what it does, what it takes and gives, and how a program runs it. Closed until it is opened.
import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../kit/icons.tsx'
import { JsonView } from '../../kit/json-view.tsx'
import { nameWords } from '../../kit/schema-form/names.ts'
import { shapeOf, typeWords } from '../../kit/schema-form/shapes.ts'
import { Snippet } from '../../kit/snippet.tsx'
import { Effect } from '../../kit/status.tsx'
import { type Action, curlOf, sdkOf } from './connector.ts'
import styles from './connectors.module.css'

export function ActionEntry(props: { action: Action }) {
  const { action } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={styles.action} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" size={14} className={styles.chevron ?? ''} />
        <span className={styles.actionWords}>
          <strong>{action.title}</strong>
          <span className={styles.quiet}>{action.description}</span>
        </span>
        <Effect effect={action.effect} />
      </summary>
      {isOpen && <Opened action={action} />}
    </details>
  )
}

function Opened(props: { action: Action }) {
  const { action } = props
  return (
    <Tabs defaultValue="input" className={styles.opened ?? ''} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="input">Input</Tabs.Tab>
        <Tabs.Tab value="output">Output</Tabs.Tab>
        <Tabs.Tab value="curl">curl</Tabs.Tab>
        <Tabs.Tab value="sdk">SDK</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="input" pt="sm">
        <Inputs action={action} />
      </Tabs.Panel>
      <Tabs.Panel value="output" pt="sm">
        <JsonView value={action.output} label={`the output’s schema of ${action.title}`} />
      </Tabs.Panel>
      <Tabs.Panel value="curl" pt="sm">
        <Snippet label={`${action.title} with curl`} text={curlOf(action, null)} />
      </Tabs.Panel>
      <Tabs.Panel value="sdk" pt="sm">
        <Snippet label={`${action.title} with the SDK`} text={sdkOf(action, null)} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Inputs(props: { action: Action }) {
  const { action } = props
  const shape = shapeOf(action.input)
  const fields = shape.kind === 'object' ? shape.fields : []
  return (
    <div className={styles.inputs}>
      {fields.length === 0 ? (
        <p className={styles.quiet}>It takes no input.</p>
      ) : (
        <dl className={styles.fields}>
          {fields.map(({ name, isRequired, shape: of }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
                <span className={styles.small}>
                  {typeWords(of)}
                  {isRequired && ', required'}
                </span>
              </dt>
              <dd>{of.help ?? nameWords(name)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles.small}>
        Tool <code>{action.tool}</code>, permission <code>{action.permission}</code>
      </p>
    </div>
  )
}
