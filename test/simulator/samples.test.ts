// The validator is worth something: every vendor sample passes it, and spoilt exchanges do not.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { validateExchange, vendorSpecsAreHere } from '../support/vendor-spec.ts'

const folder = fileURLToPath(new URL('../../../shared/vendor-samples/', import.meta.url))
const isHere = vendorSpecsAreHere && existsSync(folder)

describe.skipIf(!isHere)('the vendor descriptions', () => {
  for (const vendor of ['slack', 'jira']) {
    it(`accept every sample of ${vendor}`, () => {
      const names = readdirSync(`${folder}${vendor}`)
      expect(names.length).toBeGreaterThan(5)
      for (const name of names) {
        const sample = JSON.parse(readFileSync(`${folder}${vendor}/${name}`, 'utf8'))
        const [method, path] = sample.operation.split(' ')
        const filled = path.replaceAll(/\{[^}]+\}/g, 'X-1')
        const exchange = {
          spec: sample.spec,
          method,
          path: filled,
          requestBody: sample.request?.body ?? skipBody(method, vendor),
          status: sample.status,
          responseBody: sample.body,
        }
        const wrong = validateExchange(exchange).filter((sentence) => !sentence.includes('request'))
        expect([
          name,
          wrong.filter(
            (sentence) =>
              !sentence.endsWith('a body is required') && !sentence.includes('does not take'),
          ),
        ]).toEqual([name, []])
      }
    })
  }

  it('refuse what is spoilt, on both sides', () => {
    const search = { spec: 'jira.json', method: 'POST', path: '/rest/api/3/search/jql' }
    expect(validateExchange({ ...search, requestBody: { jql: 'x', query: 'y' } })[0]).toContain(
      'additionalProperty',
    )
    expect(
      validateExchange({
        ...search,
        requestBody: { jql: 'x' },
        status: 200,
        responseBody: { issues: 'none' },
      })[0],
    ).toContain('/issues must be array')
    expect(
      validateExchange({ ...search, requestBody: { jql: 'x' }, status: 418, responseBody: {} })[0],
    ).toContain('status 418 is not described')
    expect(
      validateExchange({ spec: 'jira.json', method: 'GET', path: '/rest/api/3/nowhere' })[0],
    ).toContain('has no path')
    expect(
      validateExchange({
        spec: 'jira.json',
        method: 'GET',
        path: '/rest/api/3/myself',
        query: { a: '1' },
      })[0],
    ).toContain('unknown query parameter a')
    const post = { spec: 'slack.json', method: 'POST', path: '/api/chat.postMessage' }
    expect(validateExchange({ ...post, requestBody: { channel: 'C1', text: 'x' } })).toEqual([])
    expect(
      validateExchange({ ...post, requestBody: { channel: 'C1', text: 'x', thread: '1' } }),
    ).not.toEqual([])
    const form = {
      spec: 'slack.json',
      method: 'POST',
      path: '/conversations.replies',
      requestType: 'application/x-www-form-urlencoded',
    }
    expect(
      validateExchange({
        ...form,
        requestBody: { channel: 'C1', ts: '1.000001', limit: '5', include_all_metadata: 'true' },
      }),
    ).toEqual([])
    expect(validateExchange({ ...form, requestBody: { channel: 'C1', limit: '5' } })).not.toEqual(
      [],
    )
  })
})

const skipBody = (method: string, vendor: string) =>
  method === 'GET' || vendor === 'slack' ? undefined : {}
