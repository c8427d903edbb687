import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Nothing } from '../../ui/When.tsx'
import styles from './Computed.module.css'
import { type CutOffs, type Reach, reachOf, SCORES, type Score } from './cuts.ts'

const POINTS = [5, 4, 3, 2, 1] as const

/** From which figure to which each score goes. */
export function CutOffsTable(props: { cuts: CutOffs }) {
  const t = useTexts()
  return (
    <div className={styles.wide}>
      <table className={styles.cuts}>
        <thead>
          <tr>
            <th scope="col">{t('computed_cuts.score')}</th>
            {SCORES.map((score) => (
              <th key={score} scope="col">
                {t(`computed_cuts.of_${score}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {POINTS.map((points) => (
            <tr key={points}>
              <th scope="row">{points}</th>
              {SCORES.map((score) => (
                <td key={score}>
                  <ReachWords score={score} reach={reachOf(props.cuts, score, points)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ReachWords(props: { score: Score; reach: Reach | undefined }) {
  const t = useTexts()
  const { language, currency } = useLocale()
  const { score, reach } = props
  if (!reach) return <Nothing />
  const write = (n: number) =>
    score === 'm' ? money(Math.round(n), currency, language) : exactNumber(n)
  const { from, to } = reach
  if (from === undefined) return to === undefined ? <Nothing /> : `≤ ${write(to)}`
  if (to === undefined) return `≥ ${write(from)}`
  if (score === 'r' && from === 0)
    return to === 0 ? t('computed_cuts.today') : t('computed_cuts.within', { to: exactNumber(to) })
  return from === to ? write(from) : `${write(from)} – ${write(to)}`
}
