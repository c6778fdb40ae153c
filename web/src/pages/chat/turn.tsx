// One turn: what was asked, what was answered, where it comes from, what would be needed, and what waits for a yes.
import { Icon } from '../../kit/icons.tsx'
import { ButtonLink, TextLink } from '../../kit/links.tsx'
import type { Prompt, Source, Turn } from './ask.ts'
import styles from './chat.module.css'
import { Confirmation } from './confirmation.tsx'
import { OutLink, Words } from './words.tsx'

/** Of a source's links, as many are shown at once. */
const linksShown = 5

export function TurnView(props: { turn: Turn }) {
  const { question, answer, sources, prompts, approvals } = props.turn
  return (
    <li className={styles.turn}>
      <Question text={question} />
      <div className={styles.answer}>
        <Words markdown={answer} />
        {sources.length > 0 && <Sources sources={sources} />}
        {prompts.map((prompt) => (
          <ConnectCard key={prompt.connector} prompt={prompt} />
        ))}
        {approvals.map((approval) => (
          <Confirmation key={approval.id} approval={approval} />
        ))}
      </div>
    </li>
  )
}

/** A question as it was typed. */
export const Question = (props: { text: string }) => <p className={styles.question}>{props.text}</p>

function Sources(props: { sources: readonly Source[] }) {
  return (
    <details className={styles.sources}>
      <summary>
        From{' '}
        {[...new Set(props.sources.map((each) => `${each.connectionName}: ${each.action}`))].join(
          ' · ',
        )}
      </summary>
      <ul>
        {props.sources.map((source) => (
          <li key={source.runId}>
            <TextLink to={`/runs/${source.runId}`}>
              {source.name}, {source.action}
            </TextLink>
            {source.items.slice(0, linksShown).map(({ title, url }) => (
              <OutLink key={url} url={url}>
                {title}
              </OutLink>
            ))}
          </li>
        ))}
      </ul>
    </details>
  )
}

function ConnectCard(props: { prompt: Prompt }) {
  const { kind, connector, connectionId, name, url, says } = props.prompt
  const path = connectionId ? `/connections/${connectionId}` : `/connectors/${connector}`
  return (
    <section className={styles.prompt} aria-label={`${name} is needed`}>
      <Icon name="connections" size={18} />
      <span>{says}</span>
      {url !== null && (
        <ButtonLink to={path} variant="filled">
          {kind === 'connect' ? `Connect ${name}` : `Reconnect ${name}`}
        </ButtonLink>
      )}
    </section>
  )
}
