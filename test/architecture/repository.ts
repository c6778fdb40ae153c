// The repository's own source files, as git knows them: tracked or new, never ignored or generated.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { File } from './rules.ts'

/** The root folder, absolute. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))

const isOurs = (path: string) =>
  /\.(tsx?|mjs|mts|css)$/.test(path) && !/(^|\/)generated\//.test(path)

/** Paths from the root, with slashes, of every file that is or would be committed. */
export function listFiles(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const paths = execFileSync('git', list, { cwd: repositoryRoot, maxBuffer: 64e6 }).toString()
  return [...new Set(paths.split('\0'))]
    .filter((path) => path !== '' && existsSync(join(repositoryRoot, path)))
    .sort()
}

/** Every source file with its text. */
export function readSources(): File[] {
  return listFiles()
    .filter(isOurs)
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }))
}
