// Your account: your name, your passkeys, where you are signed in, and what you are told.
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { rolesQuery } from '../../hub/people.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Id } from '../../kit/id.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './account.module.css'
import { Notices } from './notices.tsx'
import { Passkeys } from './passkeys.tsx'
import { MySessions } from './sessions.tsx'

export function Page() {
  return (
    <Frame
      title="Account"
      purpose="Your name here, how you sign in and where you are, and what you are told of."
    >
      <Columns>
        <Stacked>
          <Passkeys />
          <MySessions />
          <Notices />
        </Stacked>
        <Stacked>
          <You />
        </Stacked>
      </Columns>
    </Frame>
  )
}

function You() {
  const me = useMe()
  const may = useMay()
  const { data: roles } = useQuery({ ...rolesQuery, enabled: may('members:read') })
  const form = useForm({
    initialValues: { name: me.name ?? '' },
    validate: { name: (name) => (name.trim() === '' ? 'What shall others call you?' : null) },
  })
  const save = useAct((name: string) => told(hub.PATCH('/v1/me', { body: { name } })), {
    isQuiet: true,
    renews: [['me'], ['members']],
    says: 'Saved.',
  })
  const unplaced = useProblem(form, save.problem, ['name'])
  return (
    <Section title="You">
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ name }) => save.run(name.trim()))}
      >
        {unplaced && save.problem && <ErrorCard problem={save.problem} unplaced={unplaced} />}
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <div className={styles.acts}>
          <Button
            type="submit"
            loading={save.isRunning}
            disabled={form.values.name.trim() === me.name}
          >
            Save your name
          </Button>
        </div>
      </form>
      <Facts>
        <Fact name="Address">
          <Literal text={me.email ?? ''} />
        </Fact>
        <Fact name="Role">
          {roles?.find(({ id }) => id === me.role)?.name ?? sentence(me.role ?? '')}
        </Fact>
        <Fact name="At">
          <Literal text={me.organizationName} />
        </Fact>
        <Fact name="Signed in">
          <Time at={me.session?.authenticatedAt ?? null} />
        </Fact>
        <Fact name="Id">
          <Id id={me.id} />
        </Fact>
      </Facts>
    </Section>
  )
}
