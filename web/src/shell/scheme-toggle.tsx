// Switches between light and dark. Until it is pressed, the page follows the system.
// Transitions are kept because switching them off would write an inline <style>, which the policy forbids.
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Icon } from '../kit/icons.tsx'

/** One button; its name says what pressing it does. */
export function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      color="gray"
      aria-label={`Use the ${other} colours`}
      title={`Use the ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      <Icon name={other} size={18} />
    </ActionIcon>
  )
}
