// The pretend Jira site of Acme: people, projects, issue types, statuses and priorities, in the shapes of the REST API v3, and the
// issues it starts with. Ids are fixed; addresses are built from the site's own.
import type { Issue } from './issues.ts'

export interface Person {
  accountId: string
  email: string
  displayName: string
}

export const people: Person[] = [
  { accountId: '5b10a2844c20165700ede001', email: 'dana@acme.example', displayName: 'Dana Reyes' },
  { accountId: '5b10a2844c20165700ede002', email: 'lee@acme.example', displayName: 'Lee Park' },
  { accountId: '5b10a2844c20165700ede003', email: 'mia@acme.example', displayName: 'Mia Novak' },
]
export const owner = people[0] as Person

/** A person by account id, email or display name. */
export const findUser = (reference: string) => {
  const asked = reference.toLowerCase()
  return people.find(
    (person) =>
      person.accountId === reference ||
      person.email === asked ||
      person.displayName.toLowerCase() === asked,
  )
}

export interface Project {
  id: string
  key: string
  name: string
}

export const projects: Project[] = [
  { id: '10000', key: 'ACME', name: 'Acme App' },
  { id: '10001', key: 'OPS', name: 'Operations' },
]
export const findProject = (idOrKey: string) =>
  projects.find((project) => project.key === idOrKey.toUpperCase() || project.id === idOrKey)

export const issueTypes = [
  { id: '10001', name: 'Bug', subtask: false, description: 'A problem or error.' },
  { id: '10002', name: 'Task', subtask: false, description: 'A small, distinct piece of work.' },
  {
    id: '10003',
    name: 'Story',
    subtask: false,
    description: 'Functionality expressed as a user goal.',
  },
  { id: '10004', name: 'Sub-task', subtask: true, description: 'A part of a larger task.' },
] as const

const categories = {
  'To Do': { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
  'In Progress': { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  Done: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
} as const

export const statuses = [
  { id: '10010', name: 'To Do', transitionId: '11' },
  { id: '10011', name: 'In Progress', transitionId: '21' },
  { id: '10012', name: 'Done', transitionId: '31' },
] as const
export const categoryOf = (status: string) => (Object.hasOwn(categories, status) ? status : 'To Do')

export const priorities = ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, index) => ({
  id: String(index + 1),
  name,
}))

export function userObject(baseUrl: string, person: Person) {
  return {
    self: `${baseUrl}/rest/api/3/user?accountId=${person.accountId}`,
    accountId: person.accountId,
    accountType: 'atlassian',
    emailAddress: person.email,
    displayName: person.displayName,
    active: true,
    timeZone: 'Etc/UTC',
  }
}

export function statusObject(baseUrl: string, name: string) {
  const status = statuses.find((one) => one.name === name) ?? statuses[0]
  const category = categories[status.name]
  return {
    self: `${baseUrl}/rest/api/3/status/${status.id}`,
    description: '',
    name: status.name,
    id: status.id,
    statusCategory: { self: `${baseUrl}/rest/api/3/statuscategory/${category.id}`, ...category },
  }
}

export function issueTypeObject(baseUrl: string, name: string) {
  const type = issueTypes.find((one) => one.name === name) ?? issueTypes[1]
  return {
    self: `${baseUrl}/rest/api/3/issuetype/${type.id}`,
    id: type.id,
    name: type.name,
    description: type.description,
    subtask: type.subtask,
    hierarchyLevel: type.subtask ? -1 : 0,
  }
}

export function priorityObject(baseUrl: string, name: string) {
  const priority = priorities.find((one) => one.name === name) ?? { id: '3', name: 'Medium' }
  return {
    self: `${baseUrl}/rest/api/3/priority/${priority.id}`,
    id: priority.id,
    name: priority.name,
  }
}

export function projectObject(baseUrl: string, project: Project) {
  return {
    self: `${baseUrl}/rest/api/3/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: 'software' as const,
    simplified: false,
    style: 'classic' as const,
    isPrivate: false,
  }
}

export type SeedIssue = Pick<Issue, 'projectKey' | 'type' | 'summary' | 'status' | 'priority'> & {
  text: string
  assignee: number | null
  labels: string[]
  daysAgo: number
}

const issue = (
  projectKey: string,
  type: string,
  status: string,
  priority: string,
  assignee: number | null,
  daysAgo: number,
  labels: string[],
  summary: string,
  text: string,
): SeedIssue => ({ projectKey, type, status, priority, assignee, daysAgo, labels, summary, text })

/** What the site holds before anyone touches it. `assignee` is a place in `people`. */
export const seedIssues: SeedIssue[] = [
  issue(
    'ACME',
    'Bug',
    'To Do',
    'High',
    0,
    21,
    ['checkout'],
    'Checkout button does nothing on a slow connection',
    'The first press is lost when the cart is still loading.',
  ),
  issue(
    'ACME',
    'Bug',
    'In Progress',
    'Highest',
    1,
    18,
    ['login'],
    'Session ends after five minutes',
    'People are signed out in the middle of their work.',
  ),
  issue(
    'ACME',
    'Task',
    'To Do',
    'Medium',
    0,
    16,
    [],
    'Write release notes for 4.2',
    'Collect what changed since 4.1.',
  ),
  issue(
    'ACME',
    'Story',
    'In Progress',
    'Medium',
    2,
    15,
    ['reports'],
    'Export a report as a spreadsheet',
    'As an analyst I want the table I see as a file.',
  ),
  issue(
    'ACME',
    'Bug',
    'Done',
    'Medium',
    1,
    14,
    ['search'],
    'Search ignores accents',
    'Searching for cafe should find café.',
  ),
  issue(
    'ACME',
    'Bug',
    'To Do',
    'Low',
    null,
    12,
    ['ui'],
    'Tooltip covers the save button',
    'Only on small screens.',
  ),
  issue(
    'ACME',
    'Task',
    'Done',
    'Low',
    2,
    11,
    [],
    'Upgrade the build machines',
    'Done over the weekend.',
  ),
  issue(
    'ACME',
    'Bug',
    'In Progress',
    'High',
    0,
    9,
    ['billing'],
    'Invoices show yesterday as the due date',
    'Off by one day west of Greenwich.',
  ),
  issue(
    'ACME',
    'Story',
    'To Do',
    'Medium',
    null,
    7,
    ['login'],
    'Sign in with a passkey',
    'As a person I want to sign in without a password.',
  ),
  issue(
    'ACME',
    'Bug',
    'Done',
    'Highest',
    1,
    6,
    ['login'],
    'Password reset letter arrives twice',
    'Fixed by sending it once.',
  ),
  issue(
    'ACME',
    'Bug',
    'To Do',
    'Medium',
    2,
    4,
    ['mobile'],
    'Keyboard hides the comment box on phones',
    'The page does not scroll to the field.',
  ),
  issue(
    'ACME',
    'Task',
    'In Progress',
    'Medium',
    0,
    2,
    ['data'],
    'Clean up unused feature flags',
    'About forty of them.',
  ),
  issue(
    'OPS',
    'Task',
    'In Progress',
    'High',
    1,
    10,
    ['backup'],
    'Test the restore of last month',
    'Restore into the spare region and compare.',
  ),
  issue(
    'OPS',
    'Bug',
    'To Do',
    'Medium',
    2,
    5,
    ['alerts'],
    'Disk alert fires on a healthy machine',
    'The threshold counts the cache.',
  ),
  issue(
    'OPS',
    'Task',
    'Done',
    'Low',
    0,
    3,
    [],
    'Renew the certificate of the status page',
    'Renewed for a year.',
  ),
]
