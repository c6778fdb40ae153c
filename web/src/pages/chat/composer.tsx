// Where a question is written. Enter sends, Shift and Enter breaks the line; while an answer comes, the button stops it.
import { Button, Textarea } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { Icon } from '../../kit/icons.tsx'
import styles from './chat.module.css'

const questionCharactersMax = 8_000

export function Composer(props: {
  field: RefObject<HTMLTextAreaElement | null>
  isAnswering: boolean
  onAsk: (text: string) => void
  onStop: () => void
}) {
  const { field, isAnswering, onAsk, onStop } = props
  const [text, setText] = useState('')
  const send = () => {
    if (text.trim() === '' || isAnswering) return
    onAsk(text.trim())
    setText('')
  }
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Textarea
        ref={field}
        className={styles.field ?? ''}
        aria-label="Your question"
        placeholder="Ask about your company’s data, or for something to be done"
        description="Enter sends, Shift + Enter begins a new line."
        inputWrapperOrder={['input', 'description']}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={questionCharactersMax}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      {isAnswering ? (
        <Button variant="default" leftSection={<Icon name="pause" />} onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button type="submit" leftSection={<Icon name="arrow" />} disabled={text.trim() === ''}>
          Ask
        </Button>
      )}
    </form>
  )
}
