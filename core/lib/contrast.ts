// Ink for coloured grounds (WCAG 2.2, relative luminance and contrast ratio).

/** Black or white, whichever stands out more on a `#rrggbb`: at least 4.58:1 on any colour. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const onBlack = contrastOf(color, '#000000')
  return onBlack >= contrastOf(color, '#ffffff') ? '#000000' : '#ffffff'
}

/** The contrast of two `#rrggbb`, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
