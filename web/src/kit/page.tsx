// A page's head: its title (announced: the window's title, and the focus after each navigation), one sentence that says what it is
// for, the one next step at the right, and a strip that shows its state at a glance.
import { useMatch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { ButtonLink } from './links.tsx'
import styles from './page.module.css'

/** The path whose title was announced last; null until the first page, whose load the browser announces itself. */
let announcedPath: string | null = null

export function Page(props: {
  title: string
  purpose: ReactNode
  /** Beside the title: a Status. */
  status?: ReactNode
  /** The one next step. */
  action?: ReactNode
  strip?: ReactNode
  /** Where it belongs: the list that it is one of. */
  back?: { readonly to: string; readonly label: string }
  children?: ReactNode
}) {
  const { title, purpose, status, action, strip, back, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  // The page's own path: the address is another one while this page still stands and the next is loaded.
  const pathname = useMatch({ strict: false, select: (match) => match.pathname })
  useEffect(() => {
    document.title = `${title} · Causeway`
  }, [title])
  useEffect(() => {
    const isNew = announcedPath !== null && announcedPath !== pathname
    announcedPath = pathname
    return isNew ? focusHeading(heading.current) : undefined
  }, [pathname])
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.words}>
          {back && (
            <ButtonLink to={back.to} variant="transparent" size="compact-sm" icon="back">
              {back.label}
            </ButtonLink>
          )}
          <div className={styles.title}>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {status}
          </div>
          <p className={styles.purpose}>{purpose}</p>
        </div>
        {action && <div className={styles.action}>{action}</div>}
      </div>
      {strip}
      {children}
    </div>
  )
}

const lookEveryMs = 100
const looksMax = 30
/** So many looks without a dialog, and the focus is the person's own again. */
const quietLooks = 4

/**
 * Puts the focus on the heading, and again when a palette or drawer that closes on the way gives it back to what opened it. Returns
 * how to stop.
 */
function focusHeading(heading: HTMLElement | null): () => void {
  const focus = () => heading?.focus({ preventScroll: true })
  let looks = 0
  let quiet = 0
  const timer = setInterval(() => {
    const isOpen = document.querySelector('[aria-modal="true"]') !== null
    if (!isOpen && !document.activeElement?.closest('main')) focus()
    quiet = isOpen ? 0 : quiet + 1
    looks += 1
    if (quiet >= quietLooks || looks >= looksMax) clearInterval(timer)
  }, lookEveryMs)
  focus()
  return () => clearInterval(timer)
}

/** Small facts in a row: how things stand. */
export function StateStrip(props: { children: ReactNode; label?: string }) {
  return (
    <ul className={styles.strip} aria-label={props.label ?? 'State'}>
      {props.children}
    </ul>
  )
}

/** One fact of a strip: a number or a word, and what it counts. */
export function StateFact(props: { name: string; children: ReactNode }) {
  return (
    <li className={styles.fact}>
      <span className={styles.factName}>{props.name}</span>
      <span className={styles.factValue}>{props.children}</span>
    </li>
  )
}

/** A titled card. `aside` stands at the right of the heading; `flush` lets a table touch the edges. */
export function Section(props: {
  title: string
  aside?: ReactNode
  flush?: boolean
  children: ReactNode
}) {
  return (
    <section className={styles.section} aria-label={props.title}>
      <div className={styles.sectionHead}>
        <h2>{props.title}</h2>
        {props.aside && <span className={styles.aside}>{props.aside}</span>}
      </div>
      <div className={props.flush ? styles.flush : styles.sectionBody}>{props.children}</div>
    </section>
  )
}

/** Names and values of one thing. */
export function Facts(props: { children: ReactNode }) {
  return <dl className={styles.facts}>{props.children}</dl>
}

export function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className={styles.factRow}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}

/** Sections beside each other where there is room: the first is the wider. */
export function Columns(props: { children: ReactNode }) {
  return <div className={styles.columns}>{props.children}</div>
}

/** Sections one above the other. */
export function Stacked(props: { children: ReactNode }) {
  return <div className={styles.stacked}>{props.children}</div>
}
