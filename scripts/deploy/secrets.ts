// The secrets that a deploy makes when the hub has none: put by stdin, never shown, never replaced. Cloudflare gives no secret back, so
// a copy is written first, to deploy/<name>.secrets.json (0600): it is the operator's to put away safely. Lost VAULT_KEYS are lost
// credentials; a lost AUDIT_SIGNING_KEY breaks the line of signatures.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { makeHubSecrets } from '../hub-secrets.ts'
import { writePrivate } from '../start/state.ts'
import { DeployStopped } from './stopped.ts'

export const madeSecrets = ['OPERATOR_SECRET', 'VAULT_KEYS', 'AUDIT_SIGNING_KEY'] as const
export type MadeSecret = (typeof madeSecrets)[number]
export type SecretCopies = Partial<Record<MadeSecret, string>>

/** What is lost with it, for the refusal to make another. */
export const lossOf: Readonly<Record<MadeSecret, string>> = {
  OPERATOR_SECRET: 'programs that use it as the operator stop working',
  VAULT_KEYS: 'every credential and secret in the databases would be unreadable for ever',
  AUDIT_SIGNING_KEY: 'audit checkpoints could no longer be tied to those before',
}

const copiesFile = z.strictObject({
  OPERATOR_SECRET: z.string().min(32).optional(),
  VAULT_KEYS: z.string().min(1).optional(),
  AUDIT_SIGNING_KEY: z.string().min(1).optional(),
})

/** The copies that lie here; empty when they were put away. Throws `DeployStopped`. */
export function readCopies(path: string): SecretCopies {
  if (!existsSync(path)) return {}
  try {
    const parsed = copiesFile.parse(JSON.parse(readFileSync(path, 'utf8')))
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
  } catch {
    // Its text is secret: nothing of it is shown.
    throw new DeployStopped(`${path} is not as it was written. Restore it from your backup.`)
  }
}

/** The secret's value: the copy that lies here, or a new one, of which a copy is written before it is used anywhere. */
export function secretToPut(path: string, name: MadeSecret): string {
  const copies = readCopies(path)
  const kept = copies[name]
  if (kept !== undefined) return kept
  const made = makeHubSecrets()[name]
  mkdirSync(dirname(path), { recursive: true })
  writePrivate(path, `${JSON.stringify({ ...copies, [name]: made }, null, 2)}\n`)
  return made
}
