// The reader of JQL gives a verdict on any text.
import fc from 'fast-check'
import { it } from 'vitest'
import { readJql } from '../../connectors/jira/simulator/jql.ts'

it('never fails on any text, however broken', () => {
  const words = [
    'project',
    '=',
    'ACME',
    'AND',
    'or',
    'NOT',
    '(',
    ')',
    'in',
    ',',
    '"x"',
    'order',
    'by',
    '~',
    'is',
    'EMPTY',
    '-1d',
    'created',
    '"',
    '\\',
    '!',
  ]
  const around = {
    now: 0,
    currentUserId: 'u',
    projects: ['ACME'],
    issueTypes: ['Bug'],
    statuses: ['Done'],
    priorities: ['High'],
    categoryOf: (status: string) => status,
    findUser: () => undefined,
    textOf: () => '',
  }
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words)).map((all) => all.join(' ')),
  )
  fc.assert(
    fc.property(text, (jql) => typeof readJql(jql, around).ok === 'boolean'),
    { numRuns: 2000 },
  )
})
