import { InfoCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { useWriting } from '../FigureTable.tsx'
import { isFew } from '../figures.ts'
import type { MetricAnswer, MetricsAnswer } from './api.ts'
import styles from './Board.module.css'
import { answerOf, type Catalogue, drawnValue, unitOf } from './metrics.ts'

/** Figures of the whole range, each against as long a time before, vanity beside quality. */
export function MetricFigures(props: {
  label: string
  codes: readonly string[]
  answer: MetricsAnswer
  catalogue: Catalogue
}) {
  const { answer, catalogue } = props
  return (
    <FigureRow label={props.label}>
      {props.codes.flatMap((code) => {
        const told = answerOf(answer.metrics, code)
        return told ? (
          <OneFigure key={code} told={told} answer={answer} catalogue={catalogue} />
        ) : (
          []
        )
      })}
    </FigureRow>
  )
}

const GOOD = { more: 'up', less: 'down', neither: 'neither' } as const

function OneFigure(props: { told: MetricAnswer; answer: MetricsAnswer; catalogue: Catalogue }) {
  const t = useTexts()
  const { told, answer, catalogue } = props
  const { code, unit, total, previous } = told
  const metric = catalogue.of(code)
  const words = catalogue.words(code)
  const beside =
    metric?.beside === null || metric === undefined
      ? undefined
      : answerOf(answer.metrics, metric.beside)
  const band = metric?.band
  return (
    <Figure
      title={words.name}
      definition={words.definition}
      formula={words.formula}
      value={drawnValue(unit, total.value)}
      unit={unitOf(unit)}
      asOf={answer.as_of}
      {...(previous && {
        change: {
          from: drawnValue(unit, previous.value),
          good: GOOD[metric?.better ?? 'neither'],
          against: t('board.against'),
        },
      })}
      {...(total.n !== null && isFew(total.n) && { small: { cases: total.n } })}
      beside={
        <>
          {beside && <Beside told={beside} catalogue={catalogue} />}
          {band && (
            <span title={words.band}>
              {t('board.band', { from: band.from * 100, to: band.to * 100 })}
            </span>
          )}
          <Link
            to="/insight/metrics"
            search={{ metric: code }}
            className={styles.about}
            aria-label={t('board.about', { name: words.name })}
          >
            <InfoCircleOutlined />
          </Link>
        </>
      }
    />
  )
}

/** The quality that a vanity metric would hide. */
function Beside(props: { told: MetricAnswer; catalogue: Catalogue }) {
  const t = useTexts()
  const write = useWriting()
  const { told, catalogue } = props
  const { value, n } = told.total
  const kind = told.unit === 'share' ? 'share' : told.unit === 'fen' ? 'money' : 'number'
  const shown = value === null ? '—' : write(kind, value)
  const few = n !== null && isFew(n) ? ` · ${t('insight.small')}` : ''
  return (
    <span className={styles.beside} title={catalogue.words(told.code).definition}>
      {catalogue.words(told.code).name} {shown}
      {few}
    </span>
  )
}
