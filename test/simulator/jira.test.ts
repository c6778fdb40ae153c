// The pretend Jira answers as Jira does: every exchange here is checked against Atlassian's own API description, and the `jira.js`
// client, which knows nothing of this project, drives it.
import { createCloudClient } from 'jira.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, open } from './open.ts'

let world: Awaited<ReturnType<typeof open>>
let authorization: { authorization: string }

beforeAll(async () => {
  world = await open()
  authorization = await world.jiraAuthorization()
})
afterAll(() => world.close())

async function api(method: string, path: string, body?: unknown) {
  const answer = await world.vendor('jira', method, `/rest/api/3${path}`, body, authorization)
  expect(answer.problems).toEqual([])
  return answer
}

const paragraph = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})
const fields = (more: object = {}) => ({
  project: { key: 'ACME' },
  issuetype: { name: 'Bug' },
  summary: 'Login fails on Safari',
  ...more,
})
const keysOf = async (jql: string) => {
  const found = await api('POST', '/search/jql', { jql, fields: ['summary'], maxResults: 100 })
  expect(found.status).toBe(200)
  return found.json.issues.map((issue: { key: string }) => issue.key) as string[]
}
const refusalOf = async (jql: string) => {
  const refused = await api('POST', '/search/jql', { jql })
  expect(refused.status).toBe(400)
  return refused.json.errorMessages[0] as string
}

describe('the site', () => {
  it('says who the credentials belong to', async () => {
    expect((await api('GET', '/myself')).json).toMatchObject({
      emailAddress: 'dana@acme.example',
      accountType: 'atlassian',
      active: true,
    })
    expect((await api('GET', '/serverInfo')).json).toMatchObject({
      baseUrl: `${world.url}/jira`,
      deploymentType: 'Cloud',
    })
  })

  it('refuses wrong credentials with 401', async () => {
    const wrong = await world.vendor('jira', 'GET', '/rest/api/3/myself', undefined, {
      authorization: `Basic ${btoa('dana@acme.example:wrong')}`,
    })
    expect(wrong.status).toBe(401)
    expect(wrong.problems).toEqual([])
    expect((await call('GET', `${world.url}/jira/rest/api/3/myself`)).status).toBe(401)
  })

  it('gives credentials in the shape a connection takes', async () => {
    expect((await world.control('GET', '/jira/credentials')).json).toEqual({
      connector: 'jira',
      config: { site: `${world.url}/jira` },
      credentials: { email: 'dana@acme.example', apiToken: expect.stringContaining('pretend') },
    })
  })

  it('lists projects, issue types, statuses, priorities and people', async () => {
    expect((await api('GET', '/project/search?query=acme')).json).toMatchObject({
      total: 1,
      isLast: true,
      values: [{ key: 'ACME', name: 'Acme App' }],
    })
    expect((await api('GET', '/project/OPS')).json.key).toBe('OPS')
    expect((await api('GET', '/project/NONE')).status).toBe(404)
    expect(
      (await api('GET', '/issue/createmeta/ACME/issuetypes')).json.issueTypes.map(
        (type: { name: string }) => type.name,
      ),
    ).toEqual(['Bug', 'Task', 'Story', 'Sub-task'])
    expect((await api('GET', '/project/ACME/statuses')).json).toHaveLength(4)
    expect((await api('GET', '/status')).json).toHaveLength(3)
    expect((await api('GET', '/priority/search')).json.total).toBe(5)
    expect((await api('GET', '/user/search?query=lee')).json).toMatchObject([
      { displayName: 'Lee Park' },
    ])
    expect((await api('GET', '/user/assignable/search?project=ACME')).json).toHaveLength(3)
    expect((await api('GET', '/user/search')).status).toBe(400)
  })
})

describe('search', () => {
  it('finds the open bugs of ACME', async () => {
    expect(
      await keysOf(
        'project = ACME AND issuetype = Bug AND statusCategory != Done ORDER BY key ASC',
      ),
    ).toEqual(['ACME-1', 'ACME-2', 'ACME-6', 'ACME-8', 'ACME-11'])
  })

  it('reads the operators, lists, functions, dates and brackets of JQL', async () => {
    const sizes: [string, number][] = [
      ['project in (ACME, OPS)', 15],
      ['project = "acme"', 12],
      ['type = Bug and status = "In Progress"', 2],
      ['type = Bug and status not in ("In Progress", Done)', 4],
      ['project = ACME AND NOT type = Bug', 5],
      ['project = ACME AND (type = Story OR priority = Highest)', 4],
      ['assignee = currentUser() AND statusCategory != Done', 4],
      ['assignee is EMPTY', 2],
      ['project = ACME AND assignee is not EMPTY', 10],
      ['assignee in ("lee@acme.example", EMPTY) AND project = ACME', 5],
      ['assignee != currentUser() AND project = ACME', 6],
      ['labels = login', 3],
      ['labels in (login, search) AND labels is not empty', 4],
      ['summary ~ "accents"', 1],
      ['text ~ "threshold cache"', 1],
      ['text ~ "thresh*"', 1],
      ['created >= -80h', 2],
      ['project = ACME AND created < -10d', 7],
      ['created >= "2020-01-01" AND updated <= now() AND key = ACME-3', 1],
      ['key in (ACME-1, ACME-2, ACME-999)', 2],
      ['resolution = Unresolved AND project = OPS', 2],
      ['reporter = currentUser() AND statusCategory in ("To Do", Done) AND project = OPS', 2],
      ["summary ~ 'passkey'", 1],
    ]
    for (const [jql, size] of sizes) expect([jql, (await keysOf(jql)).length]).toEqual([jql, size])
  })

  it('orders by what was asked', async () => {
    expect((await keysOf('project = OPS ORDER BY key DESC'))[0]).toBe('OPS-3')
    expect(
      (await keysOf('project = ACME ORDER BY priority DESC, created ASC')).slice(0, 2),
    ).toEqual(['ACME-2', 'ACME-10'])
  })

  it("refuses in Jira's words what it cannot run", async () => {
    expect(await refusalOf('')).toContain('Unbounded JQL queries are not allowed here')
    expect(await refusalOf('ORDER BY created')).toContain('Unbounded JQL')
    expect(await refusalOf('colour = red')).toBe(
      "Field 'colour' does not exist or you do not have permission to view it.",
    )
    expect(await refusalOf('project = NOWHERE')).toBe(
      "The value 'NOWHERE' does not exist for the field 'project'.",
    )
    expect(await refusalOf('project ACME')).toContain("Expecting operator but got 'ACME'")
    expect(await refusalOf('project = ACME type = Bug')).toContain(
      "Expecting either 'OR' or 'AND' but got 'type'",
    )
    expect(await refusalOf('summary = "x"')).toContain(
      "The operator '=' is not supported by the 'summary' field.",
    )
    expect(await refusalOf('created > yesterday')).toContain(
      "Date value 'yesterday' for field 'created' is invalid",
    )
    expect(await refusalOf('(project = ACME')).toContain("Expecting ')'")
    expect(await refusalOf('summary ~ "open')).toContain('has not been completed')
    expect(await refusalOf('assignee = nobody()')).toContain(
      "Unable to find JQL function 'nobody()'",
    )
  })

  it('pages by token until the last', async () => {
    const seen: string[] = []
    let token = ''
    for (let page = 0; page < 10; page++) {
      const path = `/search/jql?jql=${encodeURIComponent('project = ACME')}&fields=summary&maxResults=5${token ? `&nextPageToken=${encodeURIComponent(token)}` : ''}`
      const { json } = await api('GET', path)
      seen.push(...json.issues.map((issue: { key: string }) => issue.key))
      if (json.isLast) break
      token = json.nextPageToken
    }
    expect(new Set(seen).size).toBe(12)
    expect(seen).toHaveLength(12)
    expect(
      (await api('POST', '/search/jql', { jql: 'project = ACME', nextPageToken: 'nonsense' }))
        .status,
    ).toBe(400)
    expect(
      (await api('POST', '/search/approximate-count', { jql: 'project = ACME' })).json,
    ).toEqual({ count: 12 })
  })

  it('gives ids alone unless fields are named', async () => {
    expect((await api('POST', '/search/jql', { jql: 'key = ACME-1' })).json.issues).toEqual([
      { id: '10001' },
    ])
    const named = (
      await api('POST', '/search/jql', { jql: 'key = ACME-1', fields: ['summary', 'status'] })
    ).json.issues[0]
    expect(Object.keys(named.fields).sort()).toEqual(['status', 'summary'])
    const all = (
      await api('POST', '/search/jql', { jql: 'key = ACME-1', fields: ['*all', '-description'] })
    ).json.issues[0]
    expect(all.fields).toMatchObject({
      project: { key: 'ACME' },
      assignee: { displayName: 'Dana Reyes' },
      priority: { name: 'High' },
      labels: ['checkout'],
    })
    expect(all.fields.description).toBeUndefined()
  })
})

describe('writing', () => {
  it('creates an issue with a property, and finds it by what was written', async () => {
    const value = { runId: 'run_1' }
    const made = await api('POST', '/issue', {
      fields: fields({
        description: paragraph('It spins.'),
        priority: { name: 'High' },
        labels: ['safari'],
      }),
      properties: [{ key: 'causeway', value }],
    })
    expect(made.status).toBe(201)
    const { key } = made.json
    const issue = (
      await api(
        'GET',
        `/issue/${key}?fields=summary,description,status,priority,labels,reporter&properties=causeway`,
      )
    ).json
    expect(issue).toMatchObject({
      key,
      properties: { causeway: value },
      fields: {
        summary: 'Login fails on Safari',
        status: { name: 'To Do' },
        priority: { name: 'High' },
        labels: ['safari'],
        reporter: { emailAddress: 'dana@acme.example' },
      },
    })
    const found = (
      await api('POST', '/search/jql', {
        jql: 'reporter = currentUser() AND created >= -1h',
        fields: ['summary'],
        properties: ['causeway'],
      })
    ).json.issues
    expect(found[0]).toMatchObject({ key, properties: { causeway: value } })
    const property = await call(
      'GET',
      `${world.url}/jira/rest/api/3/issue/${key}/properties/causeway`,
      undefined,
      authorization,
    )
    expect(property.json).toEqual({ key: 'causeway', value })
    expect(
      (
        await call(
          'PUT',
          `${world.url}/jira/rest/api/3/issue/${key}/properties/other`,
          { a: 1 },
          authorization,
        )
      ).status,
    ).toBe(201)
  })

  it('names each field that is wrong', async () => {
    const wrong: [object, string][] = [
      [{}, 'project'],
      [{ project: { key: 'ACME' }, summary: 'x' }, 'issuetype'],
      [{ project: { key: 'ACME' }, issuetype: { name: 'Bug' } }, 'summary'],
      [fields({ summary: 'x'.repeat(256) }), 'summary'],
      [fields({ summary: 'two\nlines' }), 'summary'],
      [fields({ description: 'plain text' }), 'description'],
      [fields({ priority: { name: 'Urgent' } }), 'priority'],
      [fields({ assignee: { accountId: 'nobody' } }), 'assignee'],
      [fields({ labels: ['two words'] }), 'labels'],
      [fields({ issuetype: { name: 'Sub-task' } }), 'parent'],
      [fields({ colour: 'red' }), 'colour'],
    ]
    for (const [given, name] of wrong) {
      const refused = await api('POST', '/issue', { fields: given })
      expect(refused.status).toBe(400)
      expect(refused.json.errors[name]).toEqual(expect.any(String))
    }
  })

  it('edits, assigns, moves and comments', async () => {
    const { key } = (await api('POST', '/issue', { fields: fields() })).json
    expect((await api('PUT', `/issue/${key}`, { fields: { summary: 'Changed' } })).status).toBe(204)
    expect(
      (await api('PUT', `/issue/${key}/assignee`, { accountId: '5b10a2844c20165700ede002' }))
        .status,
    ).toBe(204)
    const { transitions } = (await api('GET', `/issue/${key}/transitions`)).json
    const start = transitions.find((one: { name: string }) => one.name === 'In Progress')
    expect(
      (await api('POST', `/issue/${key}/transitions`, { transition: { id: start.id } })).status,
    ).toBe(204)
    expect(
      (await api('POST', `/issue/${key}/transitions`, { transition: { id: '999' } })).status,
    ).toBe(400)
    expect((await api('POST', `/issue/${key}/comment`, { body: paragraph('On it.') })).status).toBe(
      201,
    )
    expect((await api('GET', `/issue/${key}/comment`)).json).toMatchObject({
      total: 1,
      comments: [{ author: { displayName: 'Dana Reyes' } }],
    })
    expect((await api('GET', `/issue/${key}`)).json.fields).toMatchObject({
      summary: 'Changed',
      status: { name: 'In Progress' },
      assignee: { displayName: 'Lee Park' },
    })
    expect((await api('DELETE', `/issue/${key}`)).status).toBe(204)
    expect((await api('GET', `/issue/${key}`)).status).toBe(404)
  })

  it('files a sub-task under its parent', async () => {
    const { key } = (
      await api('POST', '/issue', {
        fields: fields({ issuetype: { name: 'Sub-task' }, parent: { key: 'ACME-3' } }),
      })
    ).json
    expect((await api('GET', `/issue/${key}`)).json.fields.parent.key).toBe('ACME-3')
    expect(await keysOf('parent = ACME-3')).toEqual([key])
  })

  it('shows a page behind the link a person follows', async () => {
    const { key } = (
      await api('POST', '/issue', { fields: fields({ summary: '<img src=x onerror=alert(1)>' }) })
    ).json
    const page = await call('GET', `${world.url}/jira/browse/${key}`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<img')
  })
})

describe('jira.js', () => {
  it('searches, creates and reads', async () => {
    const { email, apiToken } = (await world.control('GET', '/jira/credentials')).json.credentials
    const client = createCloudClient({
      host: `${world.url}/jira`,
      auth: { type: 'basic', email, apiToken },
    })
    const found = await client.issueSearch.searchAndReconsileIssuesUsingJqlPost({
      jql: 'project = ACME AND type = Bug',
      fields: ['summary', 'status'],
    })
    expect(found.issues?.some((issue) => issue.key === 'ACME-1')).toBe(true)
    const made = await client.issues.createIssue({
      fields: {
        project: { key: 'ACME' },
        issuetype: { name: 'Task' },
        summary: 'From another client',
      },
    })
    const read = await client.issues.getIssue({ issueIdOrKey: made.key })
    expect(read.fields?.summary).toBe('From another client')
    expect((await client.myself.getCurrentUser()).emailAddress).toBe(email)
  })
})
