// What a deploy would do, decided from the operator's settings and what stands in the account: pure, so that a dry run shows exactly what
// a real one does. What holds data and is gone is never made again in silence: the deploy is refused, and says what may be done.
import type { Account } from './account.ts'
import { namesOf, queueNames } from './resources.ts'
import { lossOf, type MadeSecret, madeSecrets, type SecretCopies } from './secrets.ts'
import type { Database, Settings } from './settings.ts'

export type Step =
  | { readonly kind: 'database'; readonly database: Database }
  | { readonly kind: 'namespace'; readonly title: string }
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'project'; readonly name: string }
  | { readonly kind: 'secret'; readonly name: MadeSecret; readonly kept: boolean }
  | { readonly kind: 'migrate'; readonly database: Database }
  | { readonly kind: 'hub'; readonly name: string }
  | { readonly kind: 'pages'; readonly name: string }

export interface Plan {
  /** Why nothing may be done; empty when all is well. */
  readonly refusals: readonly string[]
  /** What is there and stays. */
  readonly kept: readonly string[]
  readonly steps: readonly Step[]
}

/** `known`: whether the settings come from a deploy before; else what has our names is somebody's. */
export function planDeploy(
  settings: Settings,
  account: Account,
  copies: SecretCopies,
  known: boolean,
): Plan {
  const names = namesOf(settings.name)
  const refusals: string[] = []
  const kept: string[] = []
  const steps: Step[] = []

  for (const database of settings.databases) {
    const id = account.databases.get(database.name)
    const isThere = database.id === null ? id !== undefined : id === database.id
    if (!isThere && database.id !== null) refusals.push(vanished(database, id))
    else if (isThere) kept.push(`D1 database ${database.name}`)
    else steps.push({ kind: 'database', database })
  }
  const hasCache = account.namespaces.has(names.cache)
  if (hasCache) kept.push(`KV namespace ${names.cache}`)
  else steps.push({ kind: 'namespace', title: names.cache })
  for (const name of queueNames(names)) {
    if (account.queues.has(name)) kept.push(`queue ${name}`)
    else steps.push({ kind: 'queue', name })
  }
  if (account.pagesHost !== null) kept.push(`Pages project ${names.pagesProject}`)
  else if (settings.pages) steps.push({ kind: 'project', name: names.pagesProject })

  if (account.secrets !== null) kept.push(`Worker ${names.worker}`)
  for (const name of madeSecrets) {
    const lost = settings.secretsPut.includes(name) && copies[name] === undefined
    if (account.secrets?.has(name)) kept.push(`secret ${name}`)
    else if (lost) refusals.push(lostSecret(settings.name, name))
    else steps.push({ kind: 'secret', name, kept: copies[name] !== undefined })
  }
  if (!known && kept.length > 0) refusals.push(foreign(kept))
  for (const database of settings.databases) steps.push({ kind: 'migrate', database })
  steps.push({ kind: 'hub', name: names.worker })
  if (settings.pages) steps.push({ kind: 'pages', name: names.pagesProject })
  return { refusals, kept, steps }
}

/** The step as a line of the plan. */
export function tellStep(step: Step): string {
  switch (step.kind) {
    case 'database':
      return `create   D1 database ${step.database.name}, ${whereOf(step.database)}`
    case 'namespace':
      return `create   KV namespace ${step.title}`
    case 'queue':
      return `create   queue ${step.name}`
    case 'project':
      return `create   Pages project ${step.name}`
    case 'secret':
      return `put      secret ${step.name}, ${step.kept ? 'from the copy that lies here' : 'made now'}`
    case 'migrate':
      return `migrate  ${step.database.name}`
    case 'hub':
      return `deploy   Worker ${step.name}`
    case 'pages':
      return `deploy   Pages project ${step.name}`
  }
}

const whereOf = ({ region }: Database) =>
  region === null ? 'in no region' : region === 'apac' ? 'near apac' : `in ${region}, for ever`

const vanished = ({ name, id }: Database, other: string | undefined) =>
  [
    `D1 database ${name} (${id}) is gone from this account`,
    other === undefined ? '.' : `, and another (${other}) has its name.`,
    ' It held data. Is it another account (--account)? Else see “Restore” in docs/guides/deploy.md;',
    ' to begin it anew, empty, set its id to null in the settings file.',
  ].join('')

const lostSecret = (worker: string, name: MadeSecret) =>
  [
    `The secret ${name} was put by an earlier deploy and is gone. Another is not made: ${lossOf[name]}.`,
    ` Put your copy back: npx wrangler secret put ${name} --name ${worker}`,
  ].join('')

const foreign = (kept: readonly string[]) =>
  [
    'There is no settings file for this hub, but the account has:',
    ...kept.map((each) => `    ${each}`),
    '  If they are this hub’s, restore the settings file from your backup, or pass --adopt with the very regions they were',
    '  created in. If they are not, choose another --name.',
  ].join('\n')
