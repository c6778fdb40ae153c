// docs/reference/permissions.md says what the one matrix of the code says. `UPDATE_DOCS=1` writes the table anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { permissionWords, roleWords } from '../../core/contract/permission-words.ts'
import {
  grantsOfRole,
  permits,
  personScopes,
  programScopes,
  roles,
} from '../../core/contract/permissions.ts'

const path = fileURLToPath(new URL('../../docs/reference/permissions.md', import.meta.url))
const begin = '<!-- matrix -->'
const end = '<!-- /matrix -->'

function matrix(): string {
  const head = ['permission', 'means', ...roles.map((role) => roleWords[role].name), 'keys']
  const rows = [...programScopes, ...personScopes].map((permission) => [
    `\`${permission}\``,
    permissionWords[permission],
    ...roles.map((role) => (permits(grantsOfRole(role), permission) ? '●' : '')),
    (personScopes as readonly string[]).includes(permission) ? 'never' : '●',
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [head, head.map(() => '---'), ...rows].map(line).join('\n')
}

describe('the documented matrix', () => {
  test('is the one of the code', () => {
    const text = readFileSync(path, 'utf8')
    const [before = '', rest = ''] = text.split(`${begin}\n`)
    const after = rest.slice(rest.indexOf(end) + end.length)
    const expected = `${before}${begin}\n${matrix()}\n${end}${after}`
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(path, expected)
    else expect(text).toBe(expected)
  })

  test('describes each built-in role by its words', () => {
    const text = readFileSync(path, 'utf8')
    for (const role of roles) {
      expect(text).toContain(`| ${roleWords[role].name} | ${roleWords[role].description} |`)
    }
  })
})
