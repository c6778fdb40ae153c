// The dashboard's pure parts: where sign-in may lead, and forms from JSON Schema.
import { describe, expect, test } from 'vitest'
import { nextPath } from '../../web/src/hub/next-path.ts'
import { exampleOf } from '../../web/src/kit/schema-form/example.ts'
import { nameWords } from '../../web/src/kit/schema-form/names.ts'
import { shapeOf } from '../../web/src/kit/schema-form/shapes.ts'
import { initialOf, JsonText, outputOf, setAt } from '../../web/src/kit/schema-form/values.ts'

const origin = 'https://causeway.example'

describe('where sign-in leads', () => {
  test('goes to a path of our own', () => {
    expect(nextPath('/runs?state=failed#top', origin)).toBe('/runs?state=failed#top')
  })

  for (const next of [
    undefined,
    '',
    'runs',
    '//evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/..//evil.example',
    '/sign-in?next=/sign-in',
    '/sign-out',
    ['/runs'],
  ]) {
    test(`goes home for ${JSON.stringify(next)}`, () => {
      const path = nextPath(next, origin)
      expect(new URL(path, origin).origin).toBe(origin)
      expect(path.startsWith('//')).toBe(false)
      if (next !== '/..//evil.example') expect(path).toBe('/')
    })
  }
})

describe('a form from a JSON Schema', () => {
  const schema = {
    type: 'object',
    properties: {
      title: { type: 'string', minLength: 1, maxLength: 100, description: 'Such as Report' },
      body: { type: 'string', description: 'Markdown', maxLength: 30_000 },
      size: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
      kind: { anyOf: [{ const: 'bug' }, { const: 'task' }] },
      due: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
      labels: { type: 'array', items: { type: 'string' }, maxItems: 2 },
      updates: {
        type: 'array',
        items: {
          oneOf: [
            {
              type: 'object',
              properties: { type: { const: 'insert' }, text: { type: 'string' } },
              required: ['type', 'text'],
            },
            {
              type: 'object',
              properties: { type: { const: 'append' }, markdown: { type: 'string' } },
              required: ['type', 'markdown'],
            },
          ],
        },
      },
      owner: { $ref: '#/$defs/person' },
      extra: { type: 'object', additionalProperties: {} },
    },
    required: ['title', 'updates'],
    $defs: {
      person: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    },
  }
  const shape = shapeOf(schema)
  const kinds = Object.fromEntries(
    shape.kind === 'object' ? shape.fields.map((field) => [field.name, field.shape.kind]) : [],
  )

  test('knows texts, numbers, choices, dates, lists, unions, references, and leaves the rest to JSON', () => {
    expect(kinds).toEqual({
      title: 'text',
      body: 'text',
      size: 'number',
      kind: 'choice',
      due: 'text',
      labels: 'list',
      updates: 'list',
      owner: 'object',
      extra: 'json',
    })
  })

  test('begins with defaults, and names what is missing by its path', () => {
    const value = initialOf(shape, true)
    expect(value).toEqual({ size: 20, updates: [] })
    expect(outputOf(shape, value).refusals).toEqual([{ path: 'title', message: 'Fill this in.' }])
  })

  test('names a missing field inside a chosen kind of a list', () => {
    const value = { title: 'One', updates: [{ type: 'append' }] }
    expect(outputOf(shape, value).refusals).toEqual([
      { path: 'updates.0.markdown', message: 'Fill this in.' },
    ])
  })

  test('sends nothing for what was left empty, and JSON as JSON', () => {
    let value: unknown = initialOf(shape, true)
    value = setAt(value, ['title'], 'One')
    value = setAt(value, ['body'], '')
    value = setAt(value, ['extra'], new JsonText('{ "a": [1] }'))
    expect(outputOf(shape, value)).toEqual({
      value: { title: 'One', size: 20, updates: [], extra: { a: [1] } },
      refusals: [],
    })
    expect(outputOf(shape, setAt(value, ['extra'], new JsonText('{'))).refusals).toEqual([
      { path: 'extra', message: 'This is not JSON.' },
    ])
  })

  test('ends for a schema that refers to itself', () => {
    const node = {
      type: 'object',
      properties: { next: { $ref: '#' } },
      required: ['next'],
    }
    expect(() => initialOf(shapeOf(node), true)).not.toThrow()
  })

  test('gives examples from the words of its help', () => {
    expect(exampleOf(shape)).toEqual({ title: 'Report', updates: [{ type: 'insert', text: '…' }] })
  })

  test('names fields as people read them', () => {
    expect(['issueType', 'jql', 'apiToken', 'threadTs', 'document_id'].map(nameWords)).toEqual([
      'Issue type',
      'JQL',
      'API token',
      'Thread ts',
      'Document id',
    ])
  })
})
