// What one could ask first, made of what is connected: an empty chat teaches.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { connectionsQuery } from '../../hub/queries.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import styles from './chat.module.css'

/** First questions by product; what has none is asked for in general words. */
const questions: Readonly<Record<string, readonly string[]>> = {
  jira: ['Which bugs are open in project ACME?', 'File a bug: login fails on Safari'],
  slack: ['List the channels'],
}

export function Suggestions(props: { onChoose: (text: string) => void }) {
  const may = useMay()
  const { data } = useQuery({ ...connectionsQuery, enabled: may('connections:read') })
  const connected = [...new Set(data?.map((each) => each.connector))]
  const suggested = connected.flatMap((connector) => questions[connector] ?? [])
  return (
    <EmptyState
      title="Ask in your own words"
      icon="chat"
      snippet={{
        label: 'The same from a program',
        text: `curl ${location.origin}/v1/assistant/messages \\\n  -H "Authorization: Bearer $CAUSEWAY_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{"text":"Which bugs are open in project ACME?"}'`,
      }}
    >
      {suggested.length > 0 ? (
        <span className={styles.suggestions}>
          {suggested.map((text) => (
            <Button key={text} variant="light" size="xs" onClick={() => props.onChoose(text)}>
              {text}
            </Button>
          ))}
        </span>
      ) : (
        <>
          Nothing is connected yet that it could answer from.
          {may('connections:write') && <ButtonLink to="/connectors">Connect something</ButtonLink>}
        </>
      )}
    </EmptyState>
  )
}
