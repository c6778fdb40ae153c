// Sign-in sessions, one-time links, whatever else is single-use, and limits of failures: of one organization, of the operators, or
// of a part of the lobby. One object, one writer: a link is used once however many requests race for it, and a limit is exact.
// Only hashes of secrets are kept. An alarm removes what is over, so that nothing personal lies on.
//
//   link     hash · member_id · expires_at
//   session  hash · member_id · expires_at · id · method · user_agent · authenticated_at · last_used_at
//   once     name · value · expires_at
//   browser  member_id · name · expires_at
//   attempt  id · bucket · at · expires_at
//
// Tables of objects that older hubs made get what they lack when the object wakes.
import { DurableObject } from 'cloudflare:workers'
import type { Hub } from '../core/context.ts'
import type {
  Bucket,
  NewSession,
  Reservation,
  SessionLimits,
  SessionPort,
  SignedIn,
  SignInMethod,
} from '../core/contract/sessions.ts'

/** A use is written down at most this often. */
const noteUseEveryMs = 60_000
/** Sessions of one member; a person has a handful of browsers. */
const sessionsOfMemberMax = 50
/** Browsers of one member that are remembered, and for how long after they were last seen. */
const browsersOfMemberMax = 30
const browserMs = 180 * 24 * 3_600_000
/** The alarm cleans at most this often. */
const cleanEveryMs = 10 * 60_000

/** What sessions of older hubs, which had no other limit, lasted. */
const firstSessionMs = 24 * 3_600_000

const tables = `
  CREATE TABLE IF NOT EXISTS link (hash TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS once (name TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS browser (member_id TEXT NOT NULL, name TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (member_id, name));
  CREATE TABLE IF NOT EXISTS attempt (id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS attempt_bucket ON attempt (bucket, at);
`

const sessionColumns = `
  ALTER TABLE session ADD COLUMN id TEXT;
  ALTER TABLE session ADD COLUMN method TEXT NOT NULL DEFAULT 'link';
  ALTER TABLE session ADD COLUMN user_agent TEXT;
  ALTER TABLE session ADD COLUMN authenticated_at INTEGER;
  ALTER TABLE session ADD COLUMN last_used_at INTEGER;
  UPDATE session SET id = 'ses_' || substr(hash, 1, 26), authenticated_at = expires_at - ${firstSessionMs}, last_used_at = expires_at - ${firstSessionMs};
  CREATE INDEX session_member ON session (member_id);
`

interface SessionRow extends Record<string, SqlStorageValue> {
  hash: string
  member_id: string
  expires_at: number
  id: string
  method: string
  user_agent: string | null
  authenticated_at: number
  last_used_at: number
}

export function makeSession<Env>(makeHub: (env: Env) => Pick<Hub, 'clock'>) {
  return class Session extends DurableObject<Env> implements SessionPort {
    readonly clock: Hub['clock']
    readonly sql: SqlStorage

    constructor(state: DurableObjectState, env: Env) {
      super(state, env)
      this.clock = makeHub(env).clock
      this.sql = state.storage.sql
      this.sql.exec(tables)
      const columns = this.sql.exec<{ name: string }>(
        "SELECT name FROM pragma_table_info('session')",
      )
      if (!columns.toArray().some(({ name }) => name === 'id')) this.sql.exec(sessionColumns)
    }

    async createLink(memberId: string, secretHash: string, expiresAt: number): Promise<void> {
      this.forgetLate()
      this.sql.exec('INSERT INTO link VALUES (?, ?, ?)', secretHash, memberId, expiresAt)
      await this.cleanLater()
    }

    async findLink(secretHash: string): Promise<{ memberId: string; expiresAt: number } | null> {
      const [link] = this.sql
        .exec<{ member_id: string; expires_at: number }>(
          'SELECT member_id, expires_at FROM link WHERE hash = ? AND expires_at > ?',
          secretHash,
          this.clock.now(),
        )
        .toArray()
      return link ? { memberId: link.member_id, expiresAt: link.expires_at } : null
    }

    async redeemLink(secretHash: string, session: NewSession): Promise<SignedIn | null> {
      this.forgetLate()
      const [link] = this.sql
        .exec<{ member_id: string }>(
          'DELETE FROM link WHERE hash = ? RETURNING member_id',
          secretHash,
        )
        .toArray()
      return link ? await this.begin(link.member_id, session) : null
    }

    async begin(memberId: string, session: NewSession): Promise<SignedIn> {
      this.forgetLate()
      const nowMs = this.clock.now()
      this.sql.exec(
        `DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE member_id = ?
           ORDER BY last_used_at DESC LIMIT -1 OFFSET ?)`,
        memberId,
        sessionsOfMemberMax - 1,
      )
      const [row] = this.sql
        .exec<SessionRow>(
          `INSERT INTO session (hash, member_id, expires_at, id, method, user_agent, authenticated_at, last_used_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
          session.hash,
          memberId,
          nowMs + session.limits.absoluteMs,
          session.sessionId,
          session.method,
          session.userAgent,
          nowMs,
          nowMs,
        )
        .toArray()
      await this.cleanLater()
      return present(row as SessionRow, session.limits)
    }

    async meet(memberId: string, browser: string): Promise<'first' | 'known' | 'new'> {
      this.forgetLate()
      const known = this.sql
        .exec<{ name: string }>('SELECT name FROM browser WHERE member_id = ?', memberId)
        .toArray()
      this.sql.exec(
        'INSERT OR REPLACE INTO browser VALUES (?, ?, ?)',
        memberId,
        browser,
        this.clock.now() + browserMs,
      )
      this.sql.exec(
        `DELETE FROM browser WHERE member_id = ?1 AND name NOT IN
           (SELECT name FROM browser WHERE member_id = ?1 ORDER BY expires_at DESC LIMIT ?2)`,
        memberId,
        browsersOfMemberMax,
      )
      if (known.length === 0) return 'first'
      return known.some(({ name }) => name === browser) ? 'known' : 'new'
    }

    async find(sessionHash: string, limits: SessionLimits): Promise<SignedIn | null> {
      const nowMs = this.clock.now()
      const [row] = this.sql
        .exec<SessionRow>('SELECT * FROM session WHERE hash = ?', sessionHash)
        .toArray()
      if (!row || endOf(row, limits) <= nowMs) return null
      if (nowMs - row.last_used_at >= noteUseEveryMs) {
        this.sql.exec('UPDATE session SET last_used_at = ? WHERE hash = ?', nowMs, sessionHash)
        row.last_used_at = nowMs
      }
      return present(row, limits)
    }

    async end(sessionHash: string): Promise<{ sessionId: string; memberId: string } | null> {
      const [row] = this.sql
        .exec<SessionRow>('DELETE FROM session WHERE hash = ? RETURNING *', sessionHash)
        .toArray()
      return row ? { sessionId: row.id, memberId: row.member_id } : null
    }

    async list(memberId: string, limits: SessionLimits): Promise<readonly SignedIn[]> {
      const nowMs = this.clock.now()
      return this.sql
        .exec<SessionRow>(
          'SELECT * FROM session WHERE member_id = ? ORDER BY authenticated_at DESC, id DESC',
          memberId,
        )
        .toArray()
        .filter((row) => endOf(row, limits) > nowMs)
        .map((row) => present(row, limits))
    }

    async endOne(memberId: string, sessionId: string): Promise<boolean> {
      const ended = this.sql.exec(
        'DELETE FROM session WHERE member_id = ? AND id = ? RETURNING id',
        memberId,
        sessionId,
      )
      return ended.toArray().length === 1
    }

    async endAllOf(memberId: string, exceptSessionId: string | null): Promise<number> {
      this.forgetLate()
      this.sql.exec('DELETE FROM link WHERE member_id = ?', memberId)
      return this.sql
        .exec(
          'DELETE FROM session WHERE member_id = ? AND id <> ? RETURNING id',
          memberId,
          exceptSessionId ?? '',
        )
        .toArray().length
    }

    async endEverybody(): Promise<number> {
      this.forgetLate()
      this.sql.exec('DELETE FROM link')
      this.sql.exec('DELETE FROM once')
      return this.sql.exec('DELETE FROM session RETURNING id').toArray().length
    }

    async keep(name: string, value: string, expiresAt: number): Promise<void> {
      this.forgetLate()
      this.sql.exec('INSERT INTO once VALUES (?, ?, ?)', name, value, expiresAt)
      await this.cleanLater()
    }

    async peek(name: string): Promise<string | null> {
      const [row] = this.sql
        .exec<{ value: string }>(
          'SELECT value FROM once WHERE name = ? AND expires_at > ?',
          name,
          this.clock.now(),
        )
        .toArray()
      return row?.value ?? null
    }

    async take(name: string): Promise<string | null> {
      this.forgetLate()
      const [row] = this.sql
        .exec<{ value: string }>('DELETE FROM once WHERE name = ? RETURNING value', name)
        .toArray()
      return row?.value ?? null
    }

    async reserve(bucket: Bucket): Promise<Reservation> {
      this.forgetLate()
      const nowMs = this.clock.now()
      const held = this.sql
        .exec<{ id: number; at: number }>(
          'SELECT id, at FROM attempt WHERE bucket = ? AND at > ? ORDER BY at DESC, id DESC LIMIT ?',
          bucket.name,
          nowMs - bucket.windowMs,
          bucket.limit,
        )
        .toArray()
      const oldest = held[bucket.limit - 1]
      if (oldest) return { admitted: false, retryAfterMs: oldest.at + bucket.windowMs - nowMs }
      const { id } = this.sql
        .exec<{ id: number }>(
          'INSERT INTO attempt (bucket, at, expires_at) VALUES (?, ?, ?) RETURNING id',
          bucket.name,
          nowMs,
          nowMs + bucket.windowMs,
        )
        .one()
      await this.cleanLater()
      return { admitted: true, id }
    }

    async release(reservationId: number): Promise<void> {
      this.sql.exec('DELETE FROM attempt WHERE id = ?', reservationId)
    }

    override async alarm(): Promise<void> {
      this.forgetLate()
      await this.cleanLater()
    }

    /** An alarm at the time when something here is over. */
    async cleanLater(): Promise<void> {
      if ((await this.ctx.storage.getAlarm()) !== null) return
      const { at } = this.sql
        .exec<{ at: number | null }>(
          `SELECT MIN(at) AS at FROM (SELECT MIN(expires_at) AS at FROM link
             UNION ALL SELECT MIN(expires_at) FROM session
             UNION ALL SELECT MIN(expires_at) FROM once
             UNION ALL SELECT MIN(expires_at) FROM browser
             UNION ALL SELECT MIN(expires_at) FROM attempt)`,
        )
        .one()
      if (at === null) return
      await this.ctx.storage.setAlarm(Math.max(at, this.clock.now() + cleanEveryMs))
    }

    forgetLate(): void {
      const nowMs = this.clock.now()
      for (const table of ['link', 'session', 'once', 'browser', 'attempt']) {
        this.sql.exec(`DELETE FROM ${table} WHERE expires_at <= ?`, nowMs)
      }
    }
  }
}

/** A session never outlives what it was given at its start, nor what the limits say now. */
function endOf(row: SessionRow, limits: SessionLimits): number {
  return Math.min(
    row.expires_at,
    row.authenticated_at + limits.absoluteMs,
    row.last_used_at + limits.idleMs,
  )
}

function present(row: SessionRow, limits: SessionLimits): SignedIn {
  return {
    sessionId: row.id,
    memberId: row.member_id,
    method: row.method as SignInMethod,
    userAgent: row.user_agent,
    authenticatedAt: row.authenticated_at,
    lastUsedAt: row.last_used_at,
    expiresAt: endOf(row, limits),
  }
}
