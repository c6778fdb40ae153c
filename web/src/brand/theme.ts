// Mantine's settings. Colours stand in theme.css, since Mantine writes no style element here; what this file switches off would
// write one (the lock of scrolling behind a dialog) or would need a responsive style property.
import { createTheme, Drawer, Modal, Popover, Tooltip } from '@mantine/core'

/** A dialog's header is no banner of the page. */
const plainHeader = { header: { role: 'presentation' } }

export const theme = createTheme({
  primaryColor: 'teal',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, radius: 'md', attributes: plainHeader },
    }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, attributes: plainHeader } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
})
