// Switches between light and dark. Until it is pressed, the page follows the system.
// Transitions are kept because switching them off would write an inline <style>, which the policy forbids.
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

/** One button; its name says what pressing it does. */
export function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="transparent"
      size="lg"
      color="gray"
      aria-label={`Use the ${other} colours`}
      title={`Use the ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M9 2.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
      </svg>
    </ActionIcon>
  )
}
