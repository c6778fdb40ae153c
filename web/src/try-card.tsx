// The first three things to try: a question, a confirmed write, and the same from a program.
import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Card } from './card.tsx'
import { Snippet } from './snippet.tsx'
import styles from './try-card.module.css'

/** On a developer's machine the steps use the pretend Slack; elsewhere the organization's own. */
export function TryCard(props: { simulatorUrl: string | null; origin: string }) {
  const { simulatorUrl, origin } = props
  const slack =
    simulatorUrl === null ? 'Slack' : <Anchor href={simulatorUrl}>the pretend Slack</Anchor>
  const key =
    simulatorUrl === null
      ? ''
      : `API_KEY=$(node -p "JSON.parse(fs.readFileSync('.causeway/local.json')).apiKey")\n`
  return (
    <Card title="Three things to try">
      <ol className={styles.steps}>
        <Step
          title="Ask a question"
          snippet="@Causeway which bugs are open in project ACME?"
          label="the question"
        >
          In {slack}, mention the assistant. It answers in the thread, from what you may see in
          Jira.
        </Step>
        <Step
          title="Let it do something"
          snippet="@Causeway file a bug: login fails on Safari"
          label="the request"
        >
          Nothing is written before you press the button under the exact input, and then once.
        </Step>
        <Step
          title="Use it from a program"
          snippet={`${key}curl -H "Authorization: Bearer $API_KEY" \\\n  ${origin}/v1/audit-events`}
          label="the command"
        >
          Everything above is also an API. This lists who did what to what, those two steps
          included.
        </Step>
      </ol>
    </Card>
  )
}

function Step(props: { title: string; children: ReactNode; snippet: string; label: string }) {
  return (
    <li className={styles.step}>
      <h3>{props.title}</h3>
      <p>{props.children}</p>
      <Snippet text={props.snippet} label={props.label} />
    </li>
  )
}
