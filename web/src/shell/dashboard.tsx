// The dashboard's layout, inside of which somebody is signed in: the frame with the pages that they may use, the organization's
// name and logo, the palette, and the page itself, or why it is not for them.
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Mark } from '../brand/drawings.tsx'
import { useMay } from '../hub/permissions.ts'
import { organizationQuery } from '../hub/queries.ts'
import { EmptyState } from '../kit/empty-state.tsx'
import { Icon } from '../kit/icons.tsx'
import { Page } from '../kit/page.tsx'
import { Reauthentication } from '../kit/reauthentication.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Frame } from './frame.tsx'
import { type Place, placeGroups, placeOf } from './places.ts'
import styles from './shell.module.css'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

export function Dashboard() {
  const may = useMay()
  const [asked, setAsked] = useState(0)
  const openPalette = () => setAsked((times) => times + 1)
  // Typing `/` in a field is text; the shortcut works there too.
  useHotkeys([['/', openPalette]])
  useHotkeys([['mod+K', openPalette]], [])
  const groups = placeGroups
    .map((group) => ({ ...group, places: group.places.filter((each) => may(each.permission)) }))
    .filter((group) => group.places.length > 0)
  const { pathname } = useLocation()
  const place = placeOf(pathname)
  const isPermitted = place === undefined || may(place.permission)
  return (
    <Frame
      home="/"
      brand={<Brand />}
      groups={groups}
      menu={<AccountMenu />}
      tools={
        <button
          type="button"
          className={styles.find}
          onClick={openPalette}
          title="Find a page, a connection, a person"
        >
          <Icon name="search" />
          <span>Find …</span>
          <kbd>{shortcut}</kbd>
        </button>
      }
    >
      {isPermitted ? <Outlet /> : <NotPermitted place={place} />}
      {asked > 0 && (
        <Suspense fallback={null}>
          <Palette asked={asked} />
        </Suspense>
      )}
      <Reauthentication />
    </Frame>
  )
}

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

function Brand() {
  const { data: organization } = useQuery(organizationQuery)
  const branding = brandingOf(organization)
  return (
    <>
      {branding.logoUrl ? <img className={styles.logo} src={branding.logoUrl} alt="" /> : <Mark />}
      <span className={styles.organization}>{branding.name ?? 'Causeway'}</span>
    </>
  )
}

interface Branded {
  readonly name: string
  readonly branding?: { readonly displayName: string | null; readonly logoUrl: string | null }
}

function brandingOf(organization: Branded | undefined) {
  return {
    name: organization?.branding?.displayName ?? organization?.name ?? null,
    logoUrl: organization?.branding?.logoUrl ?? null,
  }
}

function NotPermitted(props: { place: Place }) {
  return (
    <Page title={props.place.title} purpose="This page is not part of your role.">
      <EmptyState title="Your role does not include this page" icon="roles">
        It needs the permission <code>{props.place.permission}</code>. An owner or an admin of your
        organization can give you a role that holds it, under Members.
      </EmptyState>
    </Page>
  )
}
