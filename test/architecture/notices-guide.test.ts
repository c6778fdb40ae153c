// The guide's table of notices is the code's.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue, keptDays, retryDelaysSeconds } from '../../core/notices/catalogue.ts'
import { root } from '../../scripts/toolchain.mjs'

const guide = readFileSync(join(root, 'docs/guides/notices.md'), 'utf8')
const said = ({ on, mutable }: { on: boolean; mutable: boolean }) =>
  mutable ? (on ? 'on' : 'off') : 'always'

test('the guide says who is told what by which way, and nothing else', () => {
  const rows = guide.split('\n').filter((line) => /^\| .*\| `[a-z_.*]+` \|$/.test(line))
  expect(rows).toEqual(
    Object.values(catalogue).map(
      ({ title, audience, ways, webhook }) =>
        `| ${title} | ${audience} | ${said(ways.mail)} | ${said(ways.slack)} | \`${webhook}\` |`,
    ),
  )
})

test('the guide says how long it is tried and kept', () => {
  const words = retryDelaysSeconds.map((seconds) =>
    seconds < 60
      ? `${seconds} s`
      : seconds < 3_600
        ? `${seconds / 60} min`
        : `${seconds / 3_600} h`,
  )
  const tried = `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  expect(guide.replaceAll(/\s+/g, ' ')).toContain(tried)
  expect(guide.replaceAll(/\s+/g, ' ')).toContain(`kept for ${keptDays} days`)
})
