// The one next step: connect something; afterwards, use it from chat and from a program.
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Section } from '../../kit/page.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { healthQuery } from './health.tsx'
import styles from './overview.module.css'

const connectSnippet = () => `curl ${location.origin}/v1/connections \\
  -H "Authorization: Bearer $API_KEY" -H "Content-Type: application/json" \\
  -d '{ "connector": "jira", "name": "Jira",
       "config": { "site": "https://acme.atlassian.net" },
       "credentials": { "email": "you@acme.example", "apiToken": "…" } }'`

/** For an organization with no connection. */
export function FirstSteps() {
  return (
    <Section title="Begin here">
      <EmptyState
        title="Connect your first system"
        icon="connections"
        snippet={{ label: 'connecting Jira from a program', text: connectSnippet() }}
      >
        The assistant, the API and webhooks work on what you connect.
        <ButtonLink to="/connectors" variant="filled">
          Choose a system
        </ButtonLink>
      </EmptyState>
    </Section>
  )
}

/** What to try, from chat and from a program. */
export function NextStep() {
  const may = useMay()
  const { data: health } = useQuery(healthQuery)
  const simulatorUrl = webUrl(health?.simulatorUrl)
  return (
    <Section title="Try it">
      <div className={styles.tries}>
        <p>
          {simulatorUrl ? (
            <>
              In <a href={simulatorUrl}>the pretend Slack</a>, mention the assistant; it answers in
              the thread.
            </>
          ) : (
            'In Slack, mention the assistant; it answers in the thread, from what you may see.'
          )}
        </p>
        <Snippet label="a question" text="@Causeway which bugs are open in project ACME?" />
        <p>Everything is an API too. This lists what was run:</p>
        <Snippet
          label="the command"
          text={`curl ${location.origin}/v1/runs \\\n  -H "Authorization: Bearer $API_KEY"`}
        />
        {may('api-keys:write') && <ButtonLink to="/api-keys">Make an API key</ButtonLink>}
      </div>
    </Section>
  )
}

function webUrl(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null
  return /^https?:$/.test(new URL(value).protocol) ? value : null
}
