import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './AudiencesPage.module.css'

const WIDTH = 84
const HEIGHT = 22

/** The size of a month as a line; its own scale, since audiences differ a thousandfold. */
export function SizeSpark(props: { sizes: readonly number[]; name: string }) {
  const t = useTexts()
  const { sizes } = props
  const least = Math.min(...sizes)
  const most = Math.max(...sizes, least + 1)
  const points = sizes.map((size, day) => {
    const x = 1 + (day / (sizes.length - 1)) * (WIDTH - 2)
    const y = HEIGHT - 3 - ((size - least) / (most - least)) * (HEIGHT - 6)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  const label = t('audience_list.spark', {
    name: props.name,
    from: exactNumber(sizes[0] ?? 0),
    to: exactNumber(sizes.at(-1) ?? 0),
  })
  return (
    <svg className={styles.spark} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
