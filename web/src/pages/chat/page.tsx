// The host chat's own page: ask the assistant, see its answer while it comes with its sources, connect what it lacks, and say yes to
// what it would write. The conversation is the hub's: it is here again on every device.
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { type Problem, problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Page as Frame } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { askAssistant, type Conversation } from './ask.ts'
import styles from './chat.module.css'
import { Composer } from './composer.tsx'
import { ConversationList } from './conversation-list.tsx'
import { Suggestions } from './suggestions.tsx'
import { Question, TurnView } from './turn.tsx'
import { Words } from './words.tsx'

/** What is being asked, until the conversation holds it. */
interface Asking {
  readonly text: string
  readonly said: string
  readonly problem: Problem | null
}

export function Page() {
  const { conversationId = null } = useParams({ strict: false })
  const conversation = useQuery({
    queryKey: ['conversations', conversationId],
    enabled: conversationId !== null,
    queryFn: () =>
      told(
        hub.GET('/v1/assistant/conversations/{conversationId}', {
          params: { path: { conversationId: conversationId ?? '' } },
        }),
      ),
  })
  return (
    <Frame
      title="Chat"
      purpose="Ask the assistant. It answers from what you may see, and does nothing before you say yes."
      action={conversation.data && <Forget conversation={conversation.data} />}
    >
      <div className={styles.chat}>
        <ConversationList />
        <div className={styles.room}>
          {conversation.isError && <ErrorCard problem={problemOf(conversation.error)} />}
          {conversationId !== null && conversation.isPending && <SkeletonBlock height={180} />}
          <Room key={conversationId} conversation={conversation.data ?? null} />
        </div>
      </div>
    </Frame>
  )
}

function Room(props: { conversation: Conversation | null }) {
  const { conversation } = props
  const { asking, ask, stop } = useAsking(conversation)
  const field = useRef<HTMLTextAreaElement>(null)
  const end = useRef<HTMLDivElement>(null)
  const turns = conversation?.turns ?? []
  const isAnswering = asking !== null && asking.problem === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the conversation's end as it grows
  useEffect(() => {
    if (turns.length > 0 || asking) end.current?.scrollIntoView({ block: 'nearest' })
  }, [turns.length, asking?.said])
  return (
    <>
      {turns.length === 0 && !asking && (
        <Suggestions
          onChoose={(text) => {
            field.current?.focus()
            ask(text)
          }}
        />
      )}
      <ol className={styles.turns} aria-label="The conversation">
        {turns.map((turn) => (
          <TurnView key={turn.turnId} turn={turn} />
        ))}
        {asking && (
          <li className={styles.turn}>
            <Question text={asking.text} />
            <div className={styles.answer} aria-busy={isAnswering}>
              {asking.said !== '' && <Words markdown={asking.said} />}
              {isAnswering && asking.said === '' && <SkeletonBlock height={44} />}
              {asking.problem && (
                <ErrorCard problem={asking.problem} onRetry={() => ask(asking.text)} />
              )}
            </div>
          </li>
        )}
      </ol>
      <p className={styles.announced} role="status">
        {isAnswering ? 'The assistant is answering' : (turns.at(-1)?.answer ?? '')}
      </p>
      <div ref={end} />
      <Composer field={field} isAnswering={isAnswering} onAsk={ask} onStop={stop} />
    </>
  )
}

function useAsking(conversation: Conversation | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<Asking | null>(null)
  const stopper = useRef<AbortController | null>(null)
  useEffect(() => () => stopper.current?.abort(), [])

  const answer = async (text: string, signal: AbortSignal) => {
    const conversationId = conversation?.id ?? null
    const reply = await askAssistant(
      { text, conversationId },
      (piece) => setAsking((before) => before && { ...before, said: before.said + piece }),
      signal,
    )
    await client.invalidateQueries({ queryKey: ['approvals'] })
    if (conversationId === null) {
      await client.invalidateQueries({ queryKey: ['conversations'], exact: true })
      await navigate({
        to: '/chat/$conversationId',
        params: { conversationId: reply.conversationId },
        replace: true,
      })
    } else {
      await client.invalidateQueries({ queryKey: ['conversations'] })
    }
    setAsking(null)
  }
  const ask = (text: string) => {
    const controller = new AbortController()
    stopper.current = controller
    setAsking({ text, said: '', problem: null })
    answer(text, controller.signal).catch((thrown: unknown) => {
      if (controller.signal.aborted) setAsking(null)
      else setAsking((before) => before && { ...before, problem: problemOf(thrown) })
    })
  }
  return { asking, ask, stop: () => stopper.current?.abort() }
}

function Forget(props: { conversation: Conversation }) {
  const navigate = useNavigate()
  const forget = useAct(
    () =>
      told(
        hub.DELETE('/v1/assistant/conversations/{conversationId}', {
          params: { path: { conversationId: props.conversation.id } },
        }),
      ),
    {
      says: 'Forgotten. What was done in it stays in runs and audit.',
      renews: [['conversations']],
      onDone: () => void navigate({ to: '/chat' }),
    },
  )
  return (
    <Button
      variant="default"
      size="xs"
      loading={forget.isRunning}
      onClick={() => forget.run(undefined)}
    >
      Forget this conversation
    </Button>
  )
}
