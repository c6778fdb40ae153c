// One conversation: accepts items durably, handles them in order, each once, on its alarm. The door has answered long before;
// neither a request's life nor a queue is involved, so what was accepted survives any crash.
//
//   inbox  seq · event_key (unique) · message_key (unique) · item JSON · state waiting|done|failed · tries · due_at
//   step   seq · name · value JSON        what was done for an item (core/assistant/step-log.ts)
//   turn   seq · question · answer · detail JSON   what was visibly said, and what was shown with it
import { DurableObject } from 'cloudflare:workers'
import type { ChatPlatform } from '../core/assistant/chat-platform.ts'
import { converse } from '../core/assistant/converse.ts'
import type { StepLog } from '../core/assistant/step-log.ts'
import type {
  Acceptance,
  ConversationItem,
  ConversationPort,
  Hub,
  SpokenTurn,
} from '../core/context.ts'
import { errorText } from '../core/lib/error-text.ts'

/** Waits after a failed try, milliseconds; then the item is given up, and the log says so. */
const retryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000]
/** Should the object die inside its alarm, it is woken again after this. A turn that takes longer is not disturbed: alarms wait. */
const resumeAfterMs = 5_000
const turnsRemembered = 20
/** A second delivery of an event comes within minutes; its row is kept for a day. */
const inboxKeptMs = 24 * 3_600_000

export function makeConversation<Env>(
  makeHub: (env: Env) => Hub,
  makePlatforms: (hub: Hub) => Readonly<Record<ConversationItem['platform'], ChatPlatform>>,
) {
  return class Conversation extends DurableObject<Env> implements ConversationPort {
    readonly hub: Hub
    readonly sql: SqlStorage
    canAnswer = false

    constructor(state: DurableObjectState, env: Env) {
      super(state, env)
      this.hub = makeHub(env)
      this.sql = state.storage.sql
      this.sql.exec(`
        CREATE TABLE IF NOT EXISTS inbox (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, event_key TEXT NOT NULL UNIQUE, message_key TEXT NOT NULL UNIQUE,
          item TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, due_at INTEGER NOT NULL);
      `)
    }

    /** What only answering needs: a new thread is accepted without waiting for it. */
    prepareAnswering(): void {
      if (this.canAnswer) return
      this.sql.exec(`
        CREATE TABLE IF NOT EXISTS step (seq INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (seq, name));
        CREATE TABLE IF NOT EXISTS turn (seq INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL, answer TEXT NOT NULL);
      `)
      const columns = this.sql
        .exec<{ name: string }>("SELECT name FROM pragma_table_info('turn')")
        .toArray()
      if (!columns.some(({ name }) => name === 'detail')) {
        this.sql.exec('ALTER TABLE turn ADD COLUMN detail TEXT')
      }
      this.canAnswer = true
    }

    async accept(item: ConversationItem): Promise<Acceptance> {
      const now = this.hub.clock.now()
      const added = this.sql
        .exec(
          `INSERT INTO inbox (event_key, message_key, item, state, tries, due_at) VALUES (?, ?, ?, 'waiting', 0, ?)
           ON CONFLICT DO NOTHING RETURNING seq`,
          item.eventKey,
          item.messageKey,
          JSON.stringify(item),
          now,
        )
        .toArray()
      if (added.length === 0) return this.isReplay(item) ? 'replayed' : 'known'
      const alarm = await this.ctx.storage.getAlarm()
      if (alarm === null || alarm > now) await this.ctx.storage.setAlarm(now)
      return 'accepted'
    }

    isReplay(item: ConversationItem): boolean {
      const [there] = this.sql
        .exec<{ item: string }>('SELECT item FROM inbox WHERE event_key = ?', item.eventKey)
        .toArray()
      return there
        ? (JSON.parse(there.item) as ConversationItem).signature === item.signature
        : false
    }

    async recall(): Promise<readonly SpokenTurn[]> {
      this.prepareAnswering()
      return this.sql
        .exec<{ question: string; answer: string; detail: string | null }>(
          'SELECT question, answer, detail FROM turn ORDER BY seq DESC LIMIT ?',
          turnsRemembered,
        )
        .toArray()
        .reverse()
    }

    async remember(turn: SpokenTurn): Promise<void> {
      this.prepareAnswering()
      this.sql.exec(
        'INSERT INTO turn (question, answer, detail) VALUES (?, ?, ?)',
        turn.question,
        turn.answer,
        turn.detail,
      )
      this.sql.exec(
        'DELETE FROM turn WHERE seq <= (SELECT MAX(seq) FROM turn) - ?',
        turnsRemembered,
      )
    }

    async forgetTurns(): Promise<void> {
      this.prepareAnswering()
      this.sql.exec('DELETE FROM turn')
    }

    override async alarm(): Promise<void> {
      this.prepareAnswering()
      for (;;) {
        const now = this.hub.clock.now()
        // In order: an item that waits for its next try holds back those after it.
        const [next] = this.sql
          .exec<{ seq: number; item: string; tries: number; due_at: number }>(
            "SELECT seq, item, tries, due_at FROM inbox WHERE state = 'waiting' ORDER BY seq LIMIT 1",
          )
          .toArray()
        if (!next) return this.forget(now)
        if (next.due_at > now) return this.ctx.storage.setAlarm(next.due_at)
        if (next.tries > retryDelaysMs.length) {
          this.giveUp(next.seq, JSON.parse(next.item) as ConversationItem, 'its process died')
          continue
        }
        await this.ctx.storage.setAlarm(now + resumeAfterMs)
        await this.handle(next.seq, JSON.parse(next.item) as ConversationItem, next.tries)
      }
    }

    async handle(seq: number, item: ConversationItem, tries: number): Promise<void> {
      const platforms = makePlatforms(this.hub)
      // Counted before it is tried: an item that kills its process is not tried for ever.
      this.sql.exec('UPDATE inbox SET tries = tries + 1 WHERE seq = ?', seq)
      try {
        await converse(
          {
            hub: this.hub,
            platform: platforms[item.platform],
            steps: this.stepsOf(seq),
            memory: this,
            waitUntil: (_name, work) => this.ctx.waitUntil(work),
          },
          item,
        )
        this.sql.exec("UPDATE inbox SET state = 'done' WHERE seq = ?", seq)
        this.sql.exec('DELETE FROM step WHERE seq = ?', seq)
      } catch (error) {
        const delay = retryDelaysMs[tries]
        if (delay === undefined) return this.giveUp(seq, item, errorText(error))
        this.hub.log.write('warn', 'a conversation item failed and is tried again', {
          organizationId: item.organizationId,
          requestId: item.eventKey,
          tries: tries + 1,
          error: errorText(error),
        })
        this.sql.exec(
          'UPDATE inbox SET due_at = ? WHERE seq = ?',
          this.hub.clock.now() + delay,
          seq,
        )
      }
    }

    /** Its row stays, so that a second delivery is still known; what it had done is dropped. */
    giveUp(seq: number, item: ConversationItem, error: string): void {
      this.hub.log.write('error', 'a conversation item was given up', {
        organizationId: item.organizationId,
        requestId: item.eventKey,
        error,
      })
      this.sql.exec("UPDATE inbox SET state = 'failed' WHERE seq = ?", seq)
      this.sql.exec('DELETE FROM step WHERE seq = ?', seq)
    }

    stepsOf(seq: number): StepLog {
      return {
        get: (name) => {
          const [row] = this.sql
            .exec<{ value: string }>('SELECT value FROM step WHERE seq = ? AND name = ?', seq, name)
            .toArray()
          return row ? (JSON.parse(row.value) as unknown) : undefined
        },
        set: (name, value) => {
          this.sql.exec(
            'INSERT OR REPLACE INTO step VALUES (?, ?, ?)',
            seq,
            name,
            JSON.stringify(value ?? null),
          )
        },
      }
    }

    /** Nothing waits: rows whose second delivery can no longer come are dropped, the others a day after they came. */
    async forget(now: number): Promise<void> {
      this.sql.exec("DELETE FROM inbox WHERE state <> 'waiting' AND due_at <= ?", now - inboxKeptMs)
      const [oldest] = this.sql
        .exec<{ due_at: number | null }>('SELECT MIN(due_at) AS due_at FROM inbox')
        .toArray()
      if (oldest?.due_at) await this.ctx.storage.setAlarm(oldest.due_at + inboxKeptMs)
      else await this.ctx.storage.deleteAlarm()
    }
  }
}
