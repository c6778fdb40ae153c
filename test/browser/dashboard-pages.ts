// The table of the dashboard's pages: each by its heading and path. `picture` names its pictures in docs/images.
import type { Seeded } from './dashboard.ts'

export interface DashboardPage {
  readonly heading: string | RegExp
  readonly path: string | ((seeded: Seeded) => string)
  readonly picture?: string
  /** What the browser notes of answers that the page is refused on purpose. */
  readonly asked?: readonly RegExp[]
  /** For people who are not signed in. */
  readonly isPublic?: boolean
}

export const pages: readonly DashboardPage[] = [
  { heading: 'Overview', path: '/', picture: 'overview' },
  { heading: 'Chat', path: '/chat' },
  { heading: 'Connectors', path: '/connectors', picture: 'connectors' },
  { heading: 'Jira', path: '/connectors/jira', picture: 'connector' },
  { heading: 'Connections', path: '/connections', picture: 'connections' },
  {
    heading: 'Jira',
    path: ({ connectionId }) => `/connections/${connectionId}`,
    picture: 'connection',
  },
  { heading: 'Runs', path: '/runs', picture: 'runs' },
  { heading: 'Search issues', path: ({ runId }) => `/runs/${runId}`, picture: 'run' },
  {
    heading: 'Run',
    path: '/runs/run_of_another_organization',
    asked: [/status of 404 .*\/v1\/runs\//],
  },
  { heading: 'Webhooks', path: '/webhooks' },
  { heading: 'API keys', path: '/api-keys' },
  { heading: 'Approvals', path: '/approvals' },
  { heading: 'Policies', path: '/policies' },
  { heading: 'Audit', path: '/audit' },
  {
    heading: 'Webhook endpoint',
    path: '/webhooks/whe_of_another_organization',
    asked: [/status of 404 .*\/v1\/webhook-endpoints\//],
  },
  {
    heading: 'Delivery',
    path: '/deliveries/dlv_of_another_organization',
    asked: [/status of 404 .*\/v1\/deliveries\//],
  },
  {
    heading: 'Approval',
    path: '/approvals/apr_of_another_organization',
    asked: [/status of 404 .*\/v1\/approvals\//],
  },
  { heading: 'Setup', path: '/setup', picture: 'setup' },
  { heading: 'Set up Slack', path: '/setup/slack', picture: 'setup-slack' },
  { heading: 'Members', path: '/members', picture: 'members' },
  { heading: 'Groups', path: '/groups' },
  { heading: 'Roles', path: '/roles', picture: 'roles' },
  { heading: 'Settings', path: '/settings', picture: 'settings' },
  { heading: 'Account', path: '/account', picture: 'account' },
  {
    heading: 'Member',
    path: '/members/mem_of_another_organization',
    asked: [/status of 404 .*\/v1\/members\//],
  },
  {
    heading: 'Group',
    path: '/groups/grp_of_another_organization',
    asked: [/status of 404 .*\/v1\/groups\//],
  },
  {
    heading: 'Sign in',
    path: '/sign-in',
    picture: 'sign-in',
    isPublic: true,
    asked: [/sign-in\/passkey\/options/],
  },
]
