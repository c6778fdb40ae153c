// An organization's sign-in sessions and one-time links. One object, one writer: a link is used once however many
// requests race for it. Only hashes are kept. Rows whose time is over are removed when the object is next used.
import { DurableObject } from 'cloudflare:workers'
import type { Hub, SessionPort, SignedIn } from '../core/context.ts'

const sessionMs = 24 * 3_600_000

export function makeSession<Env>(makeHub: (env: Env) => Pick<Hub, 'clock'>) {
  return class Session extends DurableObject<Env> implements SessionPort {
    readonly clock: Hub['clock']
    readonly sql: SqlStorage

    constructor(state: DurableObjectState, env: Env) {
      super(state, env)
      this.clock = makeHub(env).clock
      this.sql = state.storage.sql
      this.sql.exec(`
        CREATE TABLE IF NOT EXISTS link (hash TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, member_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
      `)
    }

    async createLink(memberId: string, secretHash: string, expiresAt: number): Promise<void> {
      this.forgetLate()
      this.sql.exec('INSERT INTO link VALUES (?, ?, ?)', secretHash, memberId, expiresAt)
    }

    async redeemLink(secretHash: string, sessionHash: string): Promise<SignedIn | null> {
      this.forgetLate()
      const [link] = this.sql
        .exec<{ member_id: string }>(
          'DELETE FROM link WHERE hash = ? RETURNING member_id',
          secretHash,
        )
        .toArray()
      if (!link) return null
      const expiresAt = this.clock.now() + sessionMs
      this.sql.exec('INSERT INTO session VALUES (?, ?, ?)', sessionHash, link.member_id, expiresAt)
      return {
        sessionId: sessionHash.slice(0, 16),
        memberId: link.member_id,
        expiresAt,
        authenticatedAt: expiresAt - sessionMs,
      }
    }

    async find(sessionHash: string): Promise<SignedIn | null> {
      const [row] = this.sql
        .exec<{ member_id: string; expires_at: number }>(
          'SELECT member_id, expires_at FROM session WHERE hash = ? AND expires_at > ?',
          sessionHash,
          this.clock.now(),
        )
        .toArray()
      return row
        ? {
            sessionId: sessionHash.slice(0, 16),
            memberId: row.member_id,
            expiresAt: row.expires_at,
            authenticatedAt: row.expires_at - sessionMs,
          }
        : null
    }

    async end(sessionHash: string): Promise<void> {
      this.sql.exec('DELETE FROM session WHERE hash = ?', sessionHash)
    }

    forgetLate(): void {
      this.sql.exec('DELETE FROM link WHERE expires_at <= ?', this.clock.now())
      this.sql.exec('DELETE FROM session WHERE expires_at <= ?', this.clock.now())
    }
  }
}
