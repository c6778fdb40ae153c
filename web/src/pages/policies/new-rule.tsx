// The dialog that makes a rule: an effect, what it is about, and for whom and where, with the rule in words before it is made.
import { Button, Checkbox, Modal, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { connectionsQuery, connectorsQuery } from '../../hub/queries.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './policies.module.css'
import {
  actorWords,
  type Effect,
  effects,
  effectWords,
  groupsQuery,
  type Match,
  matchWords,
  rolesQuery,
  useRuleNames,
  viaWords,
} from './rules.ts'

export function NewRule(props: { opened: boolean; onClose: () => void }) {
  const { opened, onClose } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title="New rule"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <RuleForm onClose={onClose} />}
    </Modal>
  )
}

const initial = {
  effect: 'confirm' as Effect,
  connector: '',
  actions: [] as string[],
  kind: '',
  connectionIds: [] as string[],
  roles: [] as string[],
  groupIds: [] as string[],
  actorTypes: [] as string[],
  vias: [] as string[],
  channels: '',
  description: '',
}
type Values = typeof initial

const fields = ['match.channels', 'description']

function RuleForm(props: { onClose: () => void }) {
  const { onClose } = props
  const may = useMay()
  const names = useRuleNames()
  const { data: connectors = [] } = useQuery(connectorsQuery)
  const { data: connections = [] } = useQuery({
    ...connectionsQuery,
    enabled: may('connections:read'),
  })
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: may('members:read') })
  const { data: groups = [] } = useQuery({ ...groupsQuery, enabled: may('members:read') })
  const form = useForm({ initialValues: initial })
  const create = useAct(
    (values: Values) =>
      told(
        hub.POST('/v1/policies', {
          body: {
            effect: values.effect,
            match: matchOf(values),
            description: values.description.trim() || null,
          },
        }),
      ),
    {
      isQuiet: true,
      renews: [['policies'], ['policy-simulation']],
      says: 'The rule holds from the next action on.',
      onDone: onClose,
    },
  )
  const unplaced = useProblem(form, create.problem, fields)
  const { values } = form
  const connector = connectors.find(({ id }) => id === values.connector)
  const fitting = connections.filter(
    (each) => each.status !== 'revoked' && (!connector || each.connector === connector.id),
  )
  return (
    <form className={dialog.body} onSubmit={form.onSubmit((each) => create.run(each))} noValidate>
      {unplaced && create.problem && <ErrorCard problem={create.problem} unplaced={unplaced} />}
      <Radio.Group label="What happens" {...form.getInputProps('effect')}>
        <div className={styles.stacked}>
          {effects.map((effect) => (
            <Radio
              key={effect}
              value={effect}
              label={effectWords[effect].title}
              description={effectWords[effect].says}
            />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label="With what"
        data={[
          { value: '', label: 'Every vendor' },
          ...connectors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={values.connector}
        onChange={(event) =>
          form.setValues({ connector: event.currentTarget.value, actions: [], connectionIds: [] })
        }
      />
      {connector && (
        <Ticks
          label="Only these actions"
          choices={connector.actions.map(({ name, title }) => [`${connector.id}.${name}`, title])}
          value={values.actions}
          onChange={(actions) => form.setFieldValue('actions', actions)}
        />
      )}
      <Radio.Group label="Which kind" {...form.getInputProps('kind')}>
        <div className={styles.choices}>
          <Radio value="" label="Reads and writes" />
          <Radio value="write" label="Only writes" />
          <Radio value="read" label="Only reads" />
        </div>
      </Radio.Group>
      <details className={styles.more}>
        <summary>Only for some people, connections or channels</summary>
        <div className={styles.form}>
          <Ticks
            label="Connections"
            choices={fitting.map(({ id, name }) => [id, name])}
            value={values.connectionIds}
            onChange={(ids) => form.setFieldValue('connectionIds', ids)}
          />
          <Ticks
            label="Roles"
            choices={roles.map(({ id, name }) => [id, name])}
            value={values.roles}
            onChange={(ids) => form.setFieldValue('roles', ids)}
          />
          <Ticks
            label="Groups"
            choices={groups.map(({ id, name }) => [id, name])}
            value={values.groupIds}
            onChange={(ids) => form.setFieldValue('groupIds', ids)}
          />
          <Ticks
            label="Asked for by"
            choices={Object.entries(actorWords)}
            value={values.actorTypes}
            onChange={(types) => form.setFieldValue('actorTypes', types)}
          />
          <Ticks
            label="Through"
            choices={Object.entries(viaWords)}
            value={values.vias}
            onChange={(vias) => form.setFieldValue('vias', vias)}
          />
          <TextInput
            label="Channels"
            description="Ids at Slack or Teams, with commas between"
            placeholder="C0123456789"
            name="match.channels"
            value={values.channels}
            error={form.errors['match.channels']}
            onChange={(event) => form.setFieldValue('channels', event.currentTarget.value)}
          />
        </div>
      </details>
      <TextInput
        label="Why"
        description="For whoever reads the rules later"
        name="description"
        maxLength={500}
        {...form.getInputProps('description')}
      />
      <p className={styles.preview}>
        <strong>{effectWords[values.effect].title}</strong>: {matchWords(matchOf(values), names)}.
      </p>
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isRunning}>
          Make the rule
        </Button>
      </div>
    </form>
  )
}

/** Some of several; none ticked means all, and then the rule does not speak of it. */
function Ticks(props: {
  label: string
  choices: readonly (readonly [value: string, says: string])[]
  value: string[]
  onChange: (value: string[]) => void
}) {
  const { label, choices, value, onChange } = props
  if (choices.length === 0) return null
  return (
    <Checkbox.Group label={label} description="None: all" value={value} onChange={onChange}>
      <div className={styles.choices}>
        {choices.map(([each, says]) => (
          <Checkbox key={each} value={each} label={says} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

/** The rule's conditions as the API takes them: what is not chosen is absent. */
function matchOf(values: Values): Match {
  const { connector, actions, kind, connectionIds, roles, groupIds } = values
  const channels = values.channels.split(/[\s,]+/).filter((each) => each !== '')
  const patterns = actions.length > 0 ? actions : connector ? [`${connector}.*`] : []
  const some = <Value,>(name: string, list: readonly Value[]) =>
    list.length > 0 ? { [name]: list } : {}
  return {
    ...some('actions', patterns),
    ...some('effects', kind === '' ? [] : [kind]),
    ...some('connectionIds', connectionIds),
    ...some('roles', roles),
    ...some('groupIds', groupIds),
    ...some('actorTypes', values.actorTypes),
    ...some('vias', values.vias),
    ...some('channels', channels),
  } as Match
}
