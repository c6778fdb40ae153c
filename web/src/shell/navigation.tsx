// The side navigation: the places that the signed-in person may use, in groups; the current one is marked for everyone.
import { Link, useLocation } from '@tanstack/react-router'
import { Icon } from '../kit/icons.tsx'
import { type Place, placeOf } from './places.ts'
import styles from './shell.module.css'

export interface NavigationGroup {
  readonly name: string | null
  readonly places: readonly Pick<Place, 'path' | 'title' | 'icon'>[]
}

/** `onGo` runs after a choice, to close the drawer that it stands in. */
export function Navigation(props: { groups: readonly NavigationGroup[]; onGo?: () => void }) {
  const { pathname } = useLocation()
  const places = props.groups.flatMap((group) => group.places)
  const current =
    places.find((place) => place.path === pathname) ??
    places.findLast((place) => pathname.startsWith(`${place.path}/`)) ??
    placeOf(pathname)
  return (
    <nav className={styles.nav} aria-label="Pages">
      {props.groups.map(({ name, places: within }) => (
        <div key={name ?? 'first'}>
          {name && <div className={styles.navTitle}>{name}</div>}
          <ul className={styles.navGroup}>
            {within.map(({ path, title, icon }) => (
              <li key={path}>
                <Link
                  to={path}
                  className={styles.navLink}
                  activeOptions={{ exact: true }}
                  {...(current?.path === path
                    ? { 'aria-current': pathname === path ? 'page' : 'true' }
                    : {})}
                  {...(props.onGo ? { onClick: props.onGo } : {})}
                >
                  <Icon name={icon} />
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
