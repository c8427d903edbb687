import { Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { askFunnelTimes, type FunnelQuestion, type FunnelTimesAnswer } from '../api.ts'
import { useBinName } from '../bins.ts'
import { useDuration } from '../duration.ts'
import { Further } from '../Further.tsx'
import styles from '../Insight.module.css'
import { SpreadView } from '../SpreadView.tsx'

/** How long customers take from step to step, and over the whole way. */
export function FunnelTimes(props: { question: FunnelQuestion; names: readonly string[] }) {
  const { breakdown: _, ...question } = props.question
  return (
    <Further code="funnel times" question={question} ask={askFunnelTimes}>
      {(answer) => <Spans answer={answer} question={question} names={props.names} />}
    </Further>
  )
}

function Spans(props: {
  answer: FunnelTimesAnswer
  question: FunnelQuestion
  names: readonly string[]
}) {
  const t = useTexts()
  const duration = useDuration()
  const binName = useBinName(duration, true)
  const { answer, question, names } = props
  const { spans, bins } = answer
  const [chosen, setChosen] = useState(spans.length - 1)
  const at = Math.min(chosen, spans.length - 1)
  const span = spans[at]
  if (!span) return <p>{t('funnel_depth.one_step')}</p>
  const called = ({ from_step, to_step }: { from_step: number; to_step: number }) =>
    to_step - from_step > 1 || spans.length === 1
      ? t('funnel_depth.whole')
      : `${from_step} → ${to_step}`
  const way = [names[span.from_step - 1], names[span.to_step - 1]].join(' → ')
  const { from_step, to_step } = span
  return (
    <>
      {spans.length > 1 && (
        <Segmented<number>
          className={styles.views ?? ''}
          value={at}
          onChange={setChosen}
          aria-label={t('funnel_depth.span')}
          options={spans.map((one, value) => ({ value, label: called(one) }))}
        />
      )}
      <SpreadView
        title={t('funnel_depth.times_of', { way })}
        counted={t('spread.customers')}
        axis={t('funnel_depth.time')}
        labels={bins.map((bin, place) =>
          // From nothing on: what takes no time is in it.
          place === 0 ? t('bins.under', { to: duration(bin.to ?? 0) }) : binName(bin, false),
        )}
        all={{
          key: 'all',
          name: way,
          spread: span.spread,
          counts: span.counts,
          behind: (bin) => ({
            analysis: 'funnel_times',
            question,
            cell: { from_step, to_step, ...(bin !== undefined && { bin }) },
          }),
        }}
        groups={[]}
        kind="seconds"
      />
    </>
  )
}
