// The mark and the drawing of the front page: hexagonal stones across water, as causeways are.
import styles from './drawings.module.css'

/** Three stones: the mark. Takes the colour of its text. */
export const Mark = () => (
  <svg viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
    <path d={hexagon(9, 22, 6.4)} opacity="0.5" />
    <path d={hexagon(23, 22, 6.4)} opacity="0.75" />
    <path d={hexagon(16, 10, 6.4)} />
  </svg>
)

const stones = [
  { x: 30, y: 66, radius: 18, depth: 'near' },
  { x: 66, y: 78, radius: 16, depth: 'near' },
  { x: 100, y: 66, radius: 18, depth: 'near' },
  { x: 138, y: 76, radius: 16, depth: 'middle' },
  { x: 172, y: 64, radius: 17, depth: 'middle' },
  { x: 206, y: 74, radius: 15, depth: 'middle' },
  { x: 239, y: 62, radius: 16, depth: 'far' },
  { x: 271, y: 71, radius: 14, depth: 'far' },
  { x: 301, y: 60, radius: 14, depth: 'far' },
] as const

const water = ['M4 112c14-6 26-6 40 0s26 6 40 0 26-6 40 0', 'M120 126c14-6 26-6 40 0s26 6 40 0']
const farWater = [
  'M214 108c14-6 26-6 40 0s26 6 40 0',
  'M58 30c10-4 20-4 30 0s20 4 30 0',
  'M196 20c10-4 20-4 30 0s20 4 30 0',
]

/** Decoration: hidden on narrow screens and from screen readers. */
export const Bridge = () => (
  <svg className={styles.bridge} viewBox="0 0 330 140" aria-hidden="true">
    {[...water, ...farWater].map((path) => (
      <path className={styles.water} d={path} key={path} />
    ))}
    {stones.map(({ x, y, radius, depth }) => (
      <path className={styles[depth]} d={hexagon(x, y, radius)} key={x} />
    ))}
  </svg>
)

/** The path of a hexagon standing on its point, with its centre at (x, y). */
function hexagon(x: number, y: number, radius: number): string {
  const corners = [0, 1, 2, 3, 4, 5].map((corner) => {
    const angle = (Math.PI / 3) * corner - Math.PI / 2
    return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`
  })
  return `M${corners.join('L')}Z`
}
