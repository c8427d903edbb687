import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Box, Heat, Snapshot } from './namingApi.ts'
import styles from './Picture.module.css'

/** Where there is no picture the heat is drawn on a page of this shape. */
const PLAIN = { width: 1280, height: 2400, boxes: [] as Box[] }

/** The page in outline: boxes that can be clicked with their counts, the heat of clicks over them. */
export function Picture(props: {
  snapshot: Snapshot | undefined
  heat: Heat
  layers: string[]
  onName: ((box: Box) => void) | undefined
}) {
  const t = useTexts()
  const { heat, onName } = props
  const { width, height, boxes } = props.snapshot ?? PLAIN
  const counts = new Map(heat.elements.map(({ selector, n }) => [selector, n]))
  const most = Math.max(1, ...heat.cells.map(({ n }) => n))
  const cell = { w: width / heat.columns, h: height / heat.rows }
  const scale = Math.max(1, width / 640)
  // Small boxes last: what lies on another can still be clicked.
  const drawn = [...boxes].sort((a, b) => b.w * b.h - a.w * a.h)
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose parts can be pressed */}
      <svg
        className={styles.picture}
        viewBox={`0 0 ${width} ${height}`}
        style={{ aspectRatio: `${width} / ${height}` }}
        role="group"
        aria-label={t('naming.picture_and_heat')}
      >
        <rect width={width} height={height} className={styles.page} />
        {props.layers.includes('boxes') &&
          drawn.map((box) => (
            <OneBox
              key={`${box.selector} ${box.x} ${box.y}`}
              box={box}
              count={counts.get(box.selector) ?? 0}
              scale={scale}
              onName={onName}
            />
          ))}
        {props.layers.includes('heat') && (
          <g className={styles.heat} style={{ filter: `blur(${cell.w / 5}px)` }} aria-hidden>
            {heat.cells.map(({ column, row, n }) => (
              <circle
                key={`${column} ${row}`}
                cx={(column + 0.5) * cell.w}
                cy={(row + 0.5) * cell.h}
                r={Math.max(cell.w, cell.h) * 0.8}
                // A page's busiest place is some tens of times its usual one: roots keep both in sight.
                opacity={0.12 + 0.48 * Math.sqrt(n / most)}
              />
            ))}
          </g>
        )}
      </svg>
    </div>
  )
}

function OneBox(props: {
  box: Box
  count: number
  scale: number
  onName: ((box: Box) => void) | undefined
}) {
  const t = useTexts()
  const { box, count, scale, onName } = props
  const words = box.text || box.tag || box.selector
  const label = t('naming.box_told', { words, count: exactNumber(count) })
  const size = Math.min(13 * scale, Math.max(8, box.h * 0.6))
  const fits = Math.max(1, Math.floor(box.w / size) - 1)
  const body = (
    <>
      <title>{label}</title>
      <rect x={box.x} y={box.y} width={box.w} height={box.h} rx={3 * scale} />
      <text x={box.x + 5 * scale} y={box.y + box.h / 2} fontSize={size} dominantBaseline="central">
        {words.length > fits ? `${words.slice(0, fits)}…` : words}
      </text>
      {count > 0 && (
        <text
          className={styles.count}
          x={box.x + box.w - 3 * scale}
          y={box.y + 2 * scale}
          fontSize={11 * scale}
          textAnchor="end"
          dominantBaseline="hanging"
        >
          {exactNumber(count)}
        </text>
      )}
    </>
  )
  if (!onName) return <g className={styles.box}>{body}</g>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a drawing cannot be a button element
    <g
      className={`${styles.box} ${styles.can}`}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={() => onName(box)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onName(box)
      }}
    >
      {body}
    </g>
  )
}
