// The operator's console: who runs the hub sees how it fares and who is on it, and what an organization holds only while it
// consents. Another cookie, another frame: nobody should take it for an organization's dashboard.
import { ActionIcon, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Mark } from '../../brand/drawings.tsx'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { PageSkeleton } from '../../kit/skeletons.tsx'
import { signOut } from '../../shell/account-menu.tsx'
import { Frame } from '../../shell/frame.tsx'
import type { NavigationGroup } from '../../shell/navigation.tsx'
import { MissingPage } from '../../shell/route-states.tsx'
import styles from './console.module.css'
import { EventsPage } from './events-page.tsx'
import { HealthPage } from './health-page.tsx'
import { type Operator, operatorQuery } from './operator.ts'
import { OperatorsPage } from './operators-page.tsx'
import { OrganizationPage } from './organization-page.tsx'
import { OrganizationsPage } from './organizations-page.tsx'
import { SignInPage } from './sign-in-page.tsx'

const groups: readonly NavigationGroup[] = [
  {
    name: 'Operator console',
    places: [
      { path: '/console', title: 'Health', icon: 'overview' },
      { path: '/console/organizations', title: 'Organizations', icon: 'groups' },
      { path: '/console/operators', title: 'Operators', icon: 'members' },
      { path: '/console/events', title: 'Operator log', icon: 'audit' },
    ],
  },
]

export function Page() {
  const { pathname } = useLocation()
  const me = useQuery(operatorQuery)
  if (pathname === '/console/sign-in') return <SignInPage />
  if (me.isPending) return <PageSkeleton />
  if (me.isError)
    return <ErrorCard problem={problemOf(me.error)} onRetry={() => void me.refetch()} />
  if (me.data === null) return <Navigate to="/console/$" params={{ _splat: 'sign-in' }} replace />
  return <Inside me={me.data}>{pageOf(pathname)}</Inside>
}

function pageOf(pathname: string): ReactNode {
  const [, , place, id] = pathname.split('/')
  if (place === undefined || place === '') return <HealthPage />
  if (place === 'organizations') {
    return id ? <OrganizationPage key={id} organizationId={id} /> : <OrganizationsPage />
  }
  if (place === 'operators' && !id) return <OperatorsPage />
  if (place === 'events' && !id) return <EventsPage />
  return <MissingPage />
}

function Inside(props: { me: Operator; children: ReactNode }) {
  return (
    <Frame
      home="/console"
      brand={
        <>
          <Mark />
          Causeway
          <span className={styles.badge}>Operator</span>
        </>
      }
      groups={groups}
      menu={
        <Menu position="bottom-end" width={240} shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Your operator account">
              <Icon name="account" size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{props.me.email ?? props.me.name}</Menu.Label>
            <Menu.Item
              leftSection={<Icon name="out" />}
              onClick={() => signOut('/operator/sign-out')}
            >
              Sign out
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      {props.children}
    </Frame>
  )
}
