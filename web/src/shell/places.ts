// The dashboard's pages by name: one table from which the navigation, the command palette and the check of permissions come.
// `permission` is what a page needs to show anything; a page that is not permitted is not shown.
import type { IconName } from '../kit/icons.tsx'

export interface Place {
  readonly path: string
  readonly title: string
  readonly icon: IconName
  readonly permission: string
  /** What else people call it, for the palette. */
  readonly words?: string
}

interface PlaceGroup {
  readonly name: string | null
  readonly places: readonly Place[]
}

export const placeGroups: readonly PlaceGroup[] = [
  {
    name: null,
    places: [
      {
        path: '/',
        title: 'Overview',
        icon: 'overview',
        permission: 'organization:read',
        words: 'home start health activity',
      },
      {
        path: '/chat',
        title: 'Chat',
        icon: 'chat',
        permission: 'assistant:write',
        words: 'ask assistant question',
      },
    ],
  },
  {
    name: 'Systems',
    places: [
      {
        path: '/connectors',
        title: 'Connectors',
        icon: 'connectors',
        permission: 'connectors:read',
        words: 'catalogue vendors integrations actions tools',
      },
      {
        path: '/connections',
        title: 'Connections',
        icon: 'connections',
        permission: 'connections:read',
        words: 'accounts reconnect health',
      },
      {
        path: '/runs',
        title: 'Runs',
        icon: 'runs',
        permission: 'runs:read',
        words: 'executions history output failed',
      },
      {
        path: '/approvals',
        title: 'Approvals',
        icon: 'approvals',
        permission: 'approvals:read',
        words: 'confirmations waiting confirm',
      },
      {
        path: '/policies',
        title: 'Policies',
        icon: 'policies',
        permission: 'policies:read',
        words: 'rules allow deny simulate',
      },
    ],
  },
  {
    name: 'Programs',
    places: [
      {
        path: '/webhooks',
        title: 'Webhooks',
        icon: 'webhooks',
        permission: 'webhook-endpoints:read',
        words: 'endpoints events deliveries',
      },
      {
        path: '/api-keys',
        title: 'API keys',
        icon: 'keys',
        permission: 'api-keys:read',
        words: 'tokens secrets scopes',
      },
    ],
  },
  {
    name: 'People',
    places: [
      {
        path: '/members',
        title: 'Members',
        icon: 'members',
        permission: 'members:read',
        words: 'people invite invitations users',
      },
      {
        path: '/groups',
        title: 'Groups',
        icon: 'groups',
        permission: 'members:read',
        words: 'teams audience',
      },
      {
        path: '/roles',
        title: 'Roles',
        icon: 'roles',
        permission: 'members:read',
        words: 'permissions rights',
      },
      {
        path: '/audit',
        title: 'Audit',
        icon: 'audit',
        permission: 'audit:read',
        words: 'trail log who did what proof',
      },
    ],
  },
  {
    name: 'Organization',
    places: [
      {
        path: '/setup',
        title: 'Setup',
        icon: 'setup',
        permission: 'connectors:write',
        words: 'vendor console client secret manifest',
      },
      {
        path: '/settings',
        title: 'Settings',
        icon: 'settings',
        permission: 'organization:write',
        words: 'branding name logo sessions',
      },
    ],
  },
]

/** The place that a path belongs to: `/connections/conn_1` is within Connections. */
export function placeOf(pathname: string): Place | undefined {
  const [, first = ''] = pathname.split('/')
  const top = first === 'deliveries' ? '/webhooks' : `/${first}`
  return placeGroups.flatMap((group) => group.places).find((place) => place.path === top)
}
