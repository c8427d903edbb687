import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useLook } from '../ui/chart/look.ts'
import styles from './AudiencePage.module.css'
import type { Overlap } from './api.ts'

interface Spot {
  x: number
  y: number
}

/** Where two or three circles stand, their names, and the middle of every region. */
const LAYOUTS: Record<number, { circles: Spot[]; names: Spot[]; regions: Record<string, Spot> }> = {
  2: {
    circles: [
      { x: 195, y: 150 },
      { x: 325, y: 150 },
    ],
    names: [
      { x: 130, y: 26 },
      { x: 390, y: 26 },
    ],
    regions: { '0': { x: 145, y: 155 }, '1': { x: 375, y: 155 }, '0,1': { x: 260, y: 155 } },
  },
  3: {
    circles: [
      { x: 195, y: 150 },
      { x: 325, y: 150 },
      { x: 260, y: 255 },
    ],
    names: [
      { x: 130, y: 26 },
      { x: 390, y: 26 },
      { x: 260, y: 388 },
    ],
    regions: {
      '0': { x: 135, y: 130 },
      '1': { x: 385, y: 130 },
      '2': { x: 260, y: 325 },
      '0,1': { x: 260, y: 110 },
      '0,2': { x: 185, y: 235 },
      '1,2': { x: 335, y: 235 },
      '0,1,2': { x: 260, y: 190 },
    },
  },
}
const RADIUS = 110
/** Two names stand side by side above the circles. */
const NAME_CHARS = 12
const shortened = (name: string) =>
  [...name].length > NAME_CHARS ? `${[...name].slice(0, NAME_CHARS).join('')}…` : name

/** Two or three circles with the exact size of every region; their areas are not to scale. */
export function Venn(props: { overlap: Overlap; names: readonly string[] }) {
  const t = useTexts()
  const look = useLook()
  const { overlap, names } = props
  const layout = LAYOUTS[names.length]
  if (!layout) return null
  const sizes = new Map(overlap.regions.map((region) => [region.in.toSorted().join(), region.size]))
  return (
    <figure>
      <svg
        className={styles.venn}
        viewBox={`0 0 520 ${names.length === 2 ? 275 : 400}`}
        role="img"
        aria-label={t('audience_overlap.venn', { names: names.join(t('list.and')) })}
      >
        {layout.circles.map(({ x, y }, place) => (
          <circle
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            r={RADIUS}
            fill={look.series[place]}
            stroke={look.series[place]}
          />
        ))}
        {layout.names.map(({ x, y }, place) => (
          <text key={`${x} ${y}`} x={x} y={y} className={styles.setName}>
            <title>{names[place]}</title>
            <tspan>{`${shortened(names[place] ?? '')} ${exactNumber(overlap.sizes[place] ?? 0)}`}</tspan>
          </text>
        ))}
        {Object.entries(layout.regions).map(([key, { x, y }]) => (
          <text key={key} x={x} y={y}>
            {exactNumber(sizes.get(key) ?? 0)}
          </text>
        ))}
      </svg>
      <figcaption className={styles.quiet}>{t('audience_overlap.not_to_scale')}</figcaption>
    </figure>
  )
}
