// The architecture as a function: files in, findings out. `npm run check` runs it on the repository,
// the tests run it on small violating sources, one for each rule, so that no rule can go blind.
import { checkCalls, checkLength, checkNames, checkOpening } from './code-rules.ts'
import { checkCycles, checkDirection, checkPackages } from './import-rules.ts'
import { checkConnectors, checkIndexes, checkWriters } from './shape-rules.ts'
import { parseSource } from './source.ts'

export type Finding = {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly says: string
}

/** A file of the repository: its path from the root, with slashes, and its text. */
export type File = { readonly path: string; readonly text: string }

const isCode = ({ path }: File) => /\.(tsx?|mjs|mts)$/.test(path)
/** A test beside its subject needs no introduction: the subject has one. */
const opensWithComment = ({ path }: File) =>
  /\.(tsx?|mjs|mts|css)$/.test(path) && !/\.test\.tsx?$/.test(path)

/** Applies every rule. Findings come in the order of path and line; none means all rules hold. */
export function checkArchitecture(files: readonly File[]): Finding[] {
  const sources = files.filter(isCode).map(({ path, text }) => parseSource(path, text))
  const findings = [
    ...checkDirection(sources),
    ...checkCycles(sources),
    ...checkPackages(sources),
    ...checkCalls(sources),
    ...checkLength(sources),
    ...checkConnectors(sources),
    ...checkWriters(sources),
    ...checkIndexes(sources),
    ...checkNames(files.map(({ path }) => path)),
    ...checkOpening(files.filter(opensWithComment)),
  ]
  return findings.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line)
}
