// What code may do where: the clock, chance, the network and the cipher each have one home; files
// are short, well named, and open by saying what they are for.
import { isBelowWorker, isDeployed } from './kinds.ts'
import type { Finding } from './rules.ts'
import type { Source } from './source.ts'

const linesMax = 400

type CallRule = {
  readonly callee: RegExp
  readonly says: string
  readonly applies: (path: string) => boolean
  readonly withoutArguments?: boolean
}

const callRules: readonly CallRule[] = [
  {
    callee: /^(Date\.now|performance\.now)$/,
    says: 'takes the time from ctx.clock',
    applies: isBelowWorker,
  },
  {
    callee: /^(new )?Date$/,
    says: 'takes the time from ctx.clock',
    applies: isBelowWorker,
    withoutArguments: true,
  },
  {
    callee: /^(Math\.random|crypto\.randomUUID|crypto\.getRandomValues)$/,
    says: 'takes chance from ctx.ids',
    applies: isBelowWorker,
  },
  {
    callee: /^(fetch|connect|new WebSocket|new EventSource)$/,
    says: 'reaches the network through ctx.egress',
    applies: (path) => isDeployed(path) && !/^core\/egress\/|^worker\/context\.ts$/.test(path),
  },
  {
    callee: /^crypto\.subtle\.(encrypt|decrypt|wrapKey|unwrapKey)$/,
    says: 'leaves the cipher to core/vault',
    applies: (path) => isDeployed(path) && !path.startsWith('core/vault/'),
  },
]

/** Finds calls of the clock, chance, the network and the cipher outside their homes. */
export function checkCalls(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, calls }) =>
    calls.flatMap(({ callee, argumentCount, line }) =>
      callRules
        .filter((rule) => rule.callee.test(callee) && rule.applies(path))
        .filter((rule) => !rule.withoutArguments || argumentCount === 0)
        .map(({ says }) => ({
          path,
          line,
          rule: 'one home',
          says: `${callee}(): this file ${says}`,
        })),
    ),
  )
}

/** Finds files longer than 400 lines: they are two things. */
export function checkLength(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ lineCount }) => lineCount > linesMax)
    .map(({ path, lineCount }) => ({
      path,
      line: lineCount,
      rule: 'length',
      says: `has ${lineCount} lines; past ${linesMax} it is two things`,
    }))
}

const bannedWord = /^(.*-)?(utils?|helpers?|common|manager|data|info|misc)$/

/** Finds files and folders named after nothing. */
export function checkNames(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) => {
    const words = path.split('/').map((part) => part.replace(/\..*$/, ''))
    const banned = words.find((word) => bannedWord.test(word))
    if (banned === undefined) return []
    return [{ path, line: 1, rule: 'names', says: `"${banned}" says nothing; name what it holds` }]
  })
}

/** Finds files that do not open with a comment. */
export function checkOpening(files: readonly { path: string; text: string }[]): Finding[] {
  return files
    .filter(({ text }) => !/^(#!.*\n)?\s*(\/\/|\/\*)/.test(text))
    .map(({ path }) => ({
      path,
      line: 1,
      rule: 'opening',
      says: 'opens without a comment that says what it guarantees and why it exists',
    }))
}
