// Settings: the organization's name and look, how long people stay signed in, and whether the operator may look in.
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Id } from '../../kit/id.tsx'
import {
  Columns,
  Fact,
  Facts,
  Page as Frame,
  Section,
  Stacked,
  StateFact,
  StateStrip,
} from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { BrandingSection } from './branding.tsx'
import { isLiving, OperatorAccess, useConsents } from './operator-access.tsx'
import { type Organization, settingsQuery, useChange } from './organization.ts'
import styles from './settings.module.css'
import { durationName, SignInSection } from './sign-in-times.tsx'

export function Page() {
  const query = useQuery(settingsQuery)
  const organization = query.data
  return (
    <Frame
      title="Settings"
      purpose="Your organization’s name and look, how long people stay signed in, and who else may look in."
      strip={organization && <Glance organization={organization} />}
    >
      {query.isError && !organization && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={420} />}
      {organization && (
        <Columns>
          <Stacked>
            <NameSection organization={organization} />
            <BrandingSection organization={organization} />
            <SignInSection organization={organization} />
          </Stacked>
          <Stacked>
            <About organization={organization} />
            <OperatorAccess />
          </Stacked>
        </Columns>
      )}
    </Frame>
  )
}

function Glance(props: { organization: Organization }) {
  const { plan, settings } = props.organization
  const { data: consents } = useConsents()
  const isOpen = consents?.some(isLiving) ?? false
  return (
    <StateStrip>
      {plan && <StateFact name="Plan">{sentence(plan)}</StateFact>}
      {settings && (
        <StateFact name="Unused sign-ins end after">
          {durationName(settings.sessionIdleMinutes)}
        </StateFact>
      )}
      {settings && (
        <StateFact name="Every sign-in ends after">
          {durationName(settings.sessionHours * 60)}
        </StateFact>
      )}
      <StateFact name="The operator may look in">
        {isOpen ? <Status word="unknown" says="Yes, for now" /> : <Status word="ok" says="No" />}
      </StateFact>
    </StateStrip>
  )
}

function NameSection(props: { organization: Organization }) {
  const { organization } = props
  const may = useMay()
  const change = useChange()
  const form = useForm({
    initialValues: { name: organization.name },
    validate: { name: (name) => (name.trim() === '' ? 'An organization has a name.' : null) },
  })
  const unplaced = useProblem(form, change.problem, ['name'])
  return (
    <Section title="Name">
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ name }) => change.run({ name: name.trim() }))}
      >
        {unplaced && change.problem && <ErrorCard problem={change.problem} unplaced={unplaced} />}
        <TextInput
          label="Name of the organization"
          description="As members and the operator see it"
          name="name"
          maxLength={120}
          disabled={!may('organization:write')}
          {...form.getInputProps('name')}
        />
        {may('organization:write') && (
          <div className={styles.acts}>
            <Button
              type="submit"
              loading={change.isRunning}
              disabled={form.values.name.trim() === organization.name}
            >
              Save the name
            </Button>
          </div>
        )}
      </form>
    </Section>
  )
}

function About(props: { organization: Organization }) {
  const { id, region, plan, createdAt } = props.organization
  return (
    <Section title="About it">
      <Facts>
        {plan && (
          <Fact name="Plan">
            {sentence(plan)} <span className={styles.faint}>· the operator changes it</span>
          </Fact>
        )}
        <Fact name="Region">{region.toUpperCase()}</Fact>
        <Fact name="Made">
          <Time at={createdAt} />
        </Fact>
        <Fact name="Id">
          <Id id={id} />
        </Fact>
      </Facts>
    </Section>
  )
}
