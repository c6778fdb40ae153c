// Conversations by the API and in the dashboard; what was said is in each conversation's own object.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const assistantConversations = sqliteTable(
  'assistant_conversations',
  {
    id: text('id').notNull(),
    organizationId: text('organization_id').notNull(),
    /** `<actor type>/<actor id>`: nobody else sees it. */
    owner: text('owner').notNull(),
    /** The beginning of its first question. */
    title: text('title').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.owner, t.id] }),
    index('assistant_conversations_used').on(t.organizationId, t.owner, t.updatedAt),
  ],
)
