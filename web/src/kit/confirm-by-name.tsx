// A dangerous act asks for the name of what it ends, typed: no habit of pressing Enter does it.
import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Problem } from '../hub/problem.ts'
import styles from './dialog.module.css'
import { ErrorCard } from './error-card.tsx'

/** `verb` is the button (“Revoke”); `children` say what will happen and whether it can be undone. */
export function ConfirmByName(props: {
  opened: boolean
  title: string
  name: string
  verb: string
  children: ReactNode
  isRunning: boolean
  problem?: Problem | null
  onConfirm: () => void
  onClose: () => void
}) {
  const { opened, title, onClose } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <Question {...props} />}
    </Modal>
  )
}

function Question(props: Parameters<typeof ConfirmByName>[0]) {
  const { name, verb, children, isRunning, problem, onConfirm, onClose } = props
  const [typed, setTyped] = useState('')
  const isRight = typed.trim() === name.trim()
  return (
    <form
      className={styles.body}
      onSubmit={(event) => {
        event.preventDefault()
        if (isRight) onConfirm()
      }}
    >
      <div>{children}</div>
      {problem && <ErrorCard problem={problem} />}
      <TextInput
        label={
          <>
            Type <strong>{name}</strong> to go on
          </>
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={`${styles.actions} ${styles.end}`}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" color="red" disabled={!isRight} loading={isRunning}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
