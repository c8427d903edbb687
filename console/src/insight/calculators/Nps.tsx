import { Alert } from 'antd'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { askNps, type Nps as Found } from './api.ts'
import { Calculator, chanceWords, NumberField, Pair, ResultTable, range } from './Calculator.tsx'

interface Wave {
  promoters: number
  passives: number
  detractors: number
}
interface Fields {
  now: Wave
  before?: { [Key in keyof Wave]?: number | null }
}

const EXAMPLE: Fields = {
  now: { promoters: 200, passives: 120, detractors: 80 },
  before: { promoters: 170, passives: 120, detractors: 110 },
}
const CLASSES = ['promoters', 'passives', 'detractors'] as const
const tenth = (value: number) => (Math.round(value * 10) / 10).toFixed(1)

export function Nps() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="nps"
      formula={t('calc_nps.formula')}
      example={EXAMPLE}
      ask={({ now, before }) => askNps({ ...now, ...whole(before) })}
      fields={CLASSES.map((name) => (
        <Pair key={name}>
          <NumberField name={['now', name]} label={t(`calc_nps_now.${name}`)} />
          <NumberField name={['before', name]} label={t(`calc_nps_before.${name}`)} optional />
        </Pair>
      ))}
      result={(found) => <Result found={found} />}
    />
  )
}

/** The wave before, when all of it is there. */
function whole(wave: Fields['before']) {
  const { promoters, passives, detractors } = wave ?? {}
  const isWhole = [promoters, passives, detractors].every((n) => typeof n === 'number')
  return isWhole
    ? {
        before: { promoters: promoters ?? 0, passives: passives ?? 0, detractors: detractors ?? 0 },
      }
    : {}
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const { change } = found
  return (
    <>
      {found.too_few && <Alert type="warning" showIcon title={t('calc_nps.unsure')} />}
      <FigureRow label={t('calculator.result')}>
        <Figure
          title="NPS"
          definition={t('calc_nps.words')}
          value={Math.round(found.score * 10) / 10}
          small={
            found.too_few
              ? { cases: found.n, low: found.interval.low, high: found.interval.high }
              : undefined
          }
          beside={range(found.interval, tenth)}
        />
        {change && (
          <Figure
            title={t('calc_nps.change')}
            definition={t('calc_nps.change_words', { p: chanceWords(change.p_value) })}
            value={Math.round(change.change * 10) / 10}
            beside={`${range(change.interval, tenth)} · ${t(change.significant ? 'calc_nps.real' : 'calc_nps.chance')}`}
          />
        )}
      </FigureRow>
      <ResultTable
        title={t('calc_nps.table')}
        columns={[t('calc_nps.class'), t('calc_nps.count'), t('calc_nps.share')]}
        rows={CLASSES.map((name) => [
          t(`calc_nps_now.${name}`),
          String(found[name]),
          percent(found[name] / found.n),
        ])}
      />
    </>
  )
}
