// The frame that the dashboard and the operator's console share: header, side navigation (a drawer on a phone), the page.
import { ActionIcon, Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Icon } from '../kit/icons.tsx'
import { Navigation, type NavigationGroup } from './navigation.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'
import styles from './shell.module.css'

/** `brand` links home; `tools` stand at the right, before the switch of colours; `menu` after it. */
export function Frame(props: {
  home: string
  brand: ReactNode
  groups: readonly NavigationGroup[]
  tools?: ReactNode
  menu: ReactNode
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.frame}>
      <header className={styles.top}>
        <a className={styles.skip} href="#main">
          To the page’s content
        </a>
        <ActionIcon
          className={styles.menuButton ?? ''}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Open the navigation"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          <Icon name="menu" size={18} />
        </ActionIcon>
        <Link to={props.home} className={styles.brand}>
          {props.brand}
        </Link>
        <span className={styles.grow} />
        {props.tools}
        <SchemeToggle />
        {props.menu}
      </header>
      <div className={styles.side}>
        <Navigation groups={props.groups} />
      </div>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="17rem"
        title="Pages"
        closeButtonProps={{ 'aria-label': 'Close the navigation' }}
      >
        <Navigation groups={props.groups} onGo={() => setOpen(false)} />
      </Drawer>
      <main id="main" className={styles.main} tabIndex={-1}>
        {props.children}
      </main>
    </div>
  )
}
