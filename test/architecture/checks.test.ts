// The other checks of `npm run check` see what they are there for: each is fed one violation.
import { describe, expect, test } from 'vitest'
import { foreignParts } from '../../scripts/check/bundle.ts'
import { namedPaths } from '../../scripts/check/document-paths.ts'

describe('paths in documents', () => {
  const roots = new Set(['core', 'worker', 'docs'])
  const paths = (text: string) =>
    namedPaths('docs/guides/a.md', text, roots).map(({ path, line }) => `${line} ${path}`)

  test('reads links relative to the document, without their fragment', () => {
    expect(paths('one\n[x](../architecture.md#who) and [y](b.md)')).toEqual([
      '2 docs/architecture.md',
      '2 docs/guides/b.md',
    ])
  })

  test('reads quoted paths that begin with a folder of the repository', () => {
    expect(paths('`core/db/write.ts`, `worker/api` and `other/thing`')).toEqual([
      '1 core/db/write.ts',
      '1 worker/api',
    ])
  })

  test('leaves addresses, placeholders, words and fenced blocks alone', () => {
    expect(
      paths(
        '[x](https://example.com/core/a) `core/<name>.ts` `core/*.ts` `core`\n```\n`core/b.ts`\n```',
      ),
    ).toEqual([])
  })
})

describe('bundle', () => {
  test('lets the hub and its packages be', () => {
    const inputs = [
      'worker/index.ts',
      'connectors/jira/actions.ts',
      'node_modules/x/test/simulator/a.js',
    ]
    expect(foreignParts(inputs, ['export default {}'])).toEqual([])
  })

  test.each([
    'simulator/hooks.ts',
    'connectors/jira/simulator.ts',
    'connectors/slack/simulator/blocks.ts',
    'test/support/node-egress.ts',
    'scripts/seed.ts',
    'core/lib/text.test.ts',
  ])('refuses %s', (path) => {
    expect(foreignParts(['worker/index.ts', path], [])).toEqual([`the bundle holds ${path}`])
  })

  test('refuses the path that only pretend vendors serve', () => {
    expect(foreignParts([], ["fetch(url + '/_control/mail')"])).toEqual([
      'the bundle names /_control/',
    ])
  })
})
