// Copies a text, and says that it did.
import { ActionIcon } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Icon } from './icons.tsx'

const saidMs = 1500

/** `label` names what is copied: “Copy: the key”. */
export function CopyButton(props: { text: string; label: string }) {
  const { copied, copy } = useClipboard({ timeout: saidMs })
  const name = copied ? 'Copied' : `Copy: ${props.label}`
  return (
    <ActionIcon
      variant="subtle"
      color={copied ? 'teal' : 'gray'}
      size="sm"
      onClick={() => copy(props.text)}
      aria-label={name}
      title={name}
    >
      <Icon name={copied ? 'tick' : 'copy'} size={14} />
    </ActionIcon>
  )
}
