// Mantine's settings. Colours stand in theme.css, since Mantine writes no style element here; what this file switches off would
// write one (the lock of scrolling behind a dialog) or would need a responsive style property.
import { createTheme, Drawer, Modal, Popover, Tooltip } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'teal',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true, radius: 'md' } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
})
