// The clockwork of one shard: an alarm at the earliest time at which anything is due, and a list of sweeps that find it. Work is a
// row before it is a message, so this object decides nothing and may be lost at any moment: it is armed before the batch that makes
// the work commits, and sweeps again and again for a minute after, since a batch that is still committing cannot be seen.
//
// Stored: `shard`, its name; `armedAt`, when it was last armed, ms. The alarm is the platform's, and survives the process.
import { DurableObject } from 'cloudflare:workers'
import type { Hub } from '../core/context.ts'
import { errorText } from '../core/lib/error-text.ts'

export interface SweepOptions {
  /** No other process runs: nothing is in flight that began before `aliveSinceMs`. */
  readonly restarted: boolean
  readonly aliveSinceMs: number
}

/** Finds due work of a shard, a bounded part at a time, and says when to look again. Must be safe to repeat. */
export interface Sweep {
  readonly name: string
  run(hub: Hub, shard: string, options: SweepOptions): Promise<{ nextDueAt: number | null }>
}

/** D1 ends a query after 30 s: what was begun before an arm is committed or dead a minute later. */
const watchedAfterArmMs = 60_000
/** Within that minute: sweeps 5, 10, 20, 40 s apart and so on, as the arm grows older. */
const watchedEveryMs = { least: 5_000, most: 60_000 }
/** An alarm that should have rung this long ago is lost, or its object was asleep with its machine. */
const lateMs = 30_000
/** Two alarms are never closer than this, whatever a sweep says. */
const alarmGapMs = 250
/** A sweep that fails is tried again after 1, 2, 4 … 60 s. */
const failedEveryMs = { least: 1_000, most: 60_000 }

/** Makes the class; `makeHub` turns its bindings into ports. */
export function makeDispatcher<Env>(makeHub: (env: Env) => Hub, sweeps: readonly Sweep[]) {
  return class Dispatcher extends DurableObject<Env> {
    readonly #hub: Hub
    readonly #aliveSinceMs: number
    readonly #failures = new Map<string, number>()
    #sweeping: Promise<void> = Promise.resolve()

    constructor(state: DurableObjectState, env: Env) {
      super(state, env)
      this.#hub = makeHub(env)
      this.#aliveSinceMs = this.#hub.clock.now()
    }

    /** Makes sure that the shard is swept at or before that time, and for a minute from now. */
    async arm(atMs: number, shard: string): Promise<void> {
      const { storage } = this.ctx
      const nowMs = this.#hub.clock.now()
      const [standing, known] = await Promise.all([storage.getAlarm(), storage.get('shard')])
      if (known !== shard) await storage.put('shard', shard)
      await storage.put('armedAt', nowMs)
      const late = standing !== null && standing < nowMs - lateMs
      if (standing !== null && standing <= atMs && !late) return
      await storage.setAlarm(Math.max(late ? nowMs : atMs, nowMs))
    }

    /** Sweeps now, and resolves when it is done. */
    async wake(shard: string, options: { restarted: boolean }): Promise<void> {
      await this.ctx.storage.put('shard', shard)
      await this.#sweep(shard, options.restarted)
    }

    /** The platform's call. A failing sweep does not fail it: the platform would retry at its own pace, and six times only. */
    override async alarm(): Promise<void> {
      const shard = await this.ctx.storage.get<string>('shard')
      if (shard) await this.#sweep(shard, false)
    }

    /** One at a time: who comes while another runs waits and then sweeps itself. */
    #sweep(shard: string, restarted: boolean): Promise<void> {
      const run = () => this.#sweepOnce(shard, restarted)
      // Whether the one before failed is told to whoever asked for it.
      this.#sweeping = this.#sweeping.then(run, run)
      return this.#sweeping
    }

    async #sweepOnce(shard: string, restarted: boolean): Promise<void> {
      const options = { restarted, aliveSinceMs: this.#aliveSinceMs }
      const times: number[] = []
      for (const sweep of sweeps) {
        const at = await this.#runSweep(sweep, shard, options)
        if (at !== null) times.push(at)
      }
      const nowMs = this.#hub.clock.now()
      const watched = await this.#nextWatch(nowMs)
      if (watched !== null) times.push(watched)
      if (times.length === 0) return
      const next = Math.max(Math.min(...times), nowMs + alarmGapMs)
      // An arm may have come while the sweeps ran: the earlier time stands.
      const standing = await this.ctx.storage.getAlarm()
      if (standing === null || standing > next || standing < nowMs - lateMs) {
        await this.ctx.storage.setAlarm(next)
      }
    }

    /** When the sweep wants to run again; one that fails does not stop the others. */
    async #runSweep(sweep: Sweep, shard: string, options: SweepOptions): Promise<number | null> {
      try {
        const { nextDueAt } = await sweep.run(this.#hub, shard, options)
        this.#failures.delete(sweep.name)
        return nextDueAt
      } catch (error) {
        const failures = (this.#failures.get(sweep.name) ?? 0) + 1
        this.#failures.set(sweep.name, failures)
        this.#hub.log.write('error', 'a sweep failed', {
          sweep: sweep.name,
          shard,
          failures,
          error: errorText(error),
        })
        const { least, most } = failedEveryMs
        return this.#hub.clock.now() + Math.min(most, least * 2 ** Math.min(failures - 1, 10))
      }
    }

    /** The next look for a batch that was still committing when the shard was armed; null when a minute is over. */
    async #nextWatch(nowMs: number): Promise<number | null> {
      const armedAt = await this.ctx.storage.get<number>('armedAt')
      if (armedAt === undefined) return null
      const age = nowMs - armedAt
      if (age > watchedAfterArmMs) return null
      const { least, most } = watchedEveryMs
      return nowMs + Math.min(most, Math.max(least, age))
    }
  }
}
