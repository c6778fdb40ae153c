// A state as a coloured word with an icon: never told by colour alone (WCAG 1.4.1).
import { Icon, type IconName } from './icons.tsx'
import styles from './words.module.css'

export type Tone = 'good' | 'fair' | 'poor' | 'quiet'

const icons: Readonly<Record<Tone, IconName>> = {
  good: 'tick',
  fair: 'alert',
  poor: 'cross',
  quiet: 'dot',
}

/** The words of states across the product; what is not listed is quiet. */
const tones: Readonly<Record<string, readonly [Tone, IconName?]>> = {
  active: ['good'],
  approved: ['good'],
  accepted: ['good'],
  claimed: ['quiet', 'clock'],
  confirm: ['fair', 'question'],
  delivered: ['good'],
  done: ['good'],
  enabled: ['good'],
  ok: ['good'],
  allow: ['good'],
  set: ['good'],
  approve: ['fair', 'question'],
  needs_reconnect: ['fair'],
  pending: ['fair', 'clock'],
  retrying: ['fair', 'refresh'],
  unknown: ['fair', 'question'],
  blocked: ['poor'],
  deny: ['poor'],
  denied: ['poor'],
  disabled: ['poor', 'pause'],
  failed: ['poor'],
  failing: ['poor'],
  refused: ['poor'],
  rejected: ['poor'],
  revoked: ['quiet', 'cross'],
  expired: ['quiet', 'clock'],
  suspended: ['poor', 'pause'],
}

/** `word` is a state of the API (`needs_reconnect`); `says` replaces what is read, `tone` what is seen. */
export function Status(props: {
  word: string
  says?: string | undefined
  tone?: Tone | undefined
}) {
  const [known, icon] = tones[props.word] ?? ['quiet']
  const tone = props.tone ?? known
  return (
    <span className={`${styles.status} ${styles[tone]}`}>
      <Icon name={props.tone ? icons[tone] : (icon ?? icons[tone])} size={13} />
      {props.says ?? sentence(props.word)}
    </span>
  )
}

/** `needs_reconnect` reads “Needs reconnect”. */
export function sentence(word: string): string {
  const words = word.replaceAll(/[-_.]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Read or write, as a small word with its icon. */
export function Effect(props: { effect: 'read' | 'write' }) {
  return (
    <span className={`${styles.status} ${props.effect === 'write' ? styles.fair : styles.quiet}`}>
      <Icon name={props.effect} size={13} />
      {sentence(props.effect)}
    </span>
  )
}
