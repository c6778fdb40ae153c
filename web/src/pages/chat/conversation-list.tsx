// One's own conversations, the last used first, and the way to a new one.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './chat.module.css'

/** The newest of them; older ones are few people's need, and the API has them. */
const shownMax = 50

export function ConversationList() {
  const list = useQuery({
    queryKey: ['conversations'],
    queryFn: async () =>
      (
        await told(
          hub.GET('/v1/assistant/conversations', { params: { query: { limit: shownMax } } }),
        )
      ).data,
  })
  return (
    <nav className={styles.list} aria-label="Conversations">
      <ButtonLink to="/chat" icon="plus">
        New conversation
      </ButtonLink>
      {list.isPending && <SkeletonRows count={3} />}
      {list.isError && <ErrorCard problem={problemOf(list.error)} />}
      {list.data?.length === 0 && (
        <p className={styles.quiet}>What you ask is kept here, for you.</p>
      )}
      <ul>
        {list.data?.map(({ id, title, updatedAt }) => (
          <li key={id}>
            <Link
              to="/chat/$conversationId"
              params={{ conversationId: id }}
              className={styles.listed ?? ''}
              activeProps={{ 'aria-current': 'page' }}
            >
              <span className={styles.listedTitle}>{title}</span>
              <span className={styles.quiet}>
                <Time at={updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
