import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useBuilding } from '../../audiences/building.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage } from '../AnalysisPage.tsx'
import { noExamples } from '../examples.ts'
import styles from '../Insight.module.css'
import { Field, WhoField } from '../QuestionFields.tsx'
import { askGmv, type GmvAnswer, type GmvQuestion } from './api.ts'
import { GmvAnswerView } from './GmvAnswer.tsx'
import { AGAINST, BY, type GmvDraft, gmvQuestion, readGmvDraft } from './gmvDraft.ts'

export const gmvAnalysis: Analysis<GmvDraft, GmvQuestion, GmvAnswer> = {
  code: 'gmv',
  since: 'last_30',
  read: readGmvDraft,
  question: gmvQuestion,
  ask: askGmv,
  Fields: Question,
  useExamples: noExamples,
  Answer: ({ onChange, ...shown }) => <GmvAnswerView {...shown} onDraft={onChange} />,
}

export function GmvPage() {
  return <AnalysisPage {...gmvAnalysis} />
}

function Question(props: { draft: GmvDraft; onChange: (draft: GmvDraft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const { sayer } = useBuilding()
  const against = AGAINST.filter((one) => one !== 'segments' || draft.by !== 'none')
  return (
    <div className={styles.fields}>
      <Field label={t('operating_gmv.by')} hint={t(`operating_gmv.by_${draft.by}_help`)}>
        <Choose
          label={t('operating_gmv.by')}
          value={draft.by}
          options={BY.map((value) => ({ value, label: t(`operating_gmv.by_${value}`) }))}
          onChange={(by) =>
            onChange({
              by,
              against: draft.against === 'segments' ? 'previous' : draft.against,
              ...(draft.other && { other: draft.other }),
              ...(draft.who && { who: draft.who }),
            })
          }
        />
      </Field>
      <Field
        label={t('operating_gmv.against')}
        hint={t(`operating_gmv.against_${draft.against}_help`)}
      >
        <Choose
          label={t('operating_gmv.against')}
          value={draft.against}
          options={against.map((value) => ({ value, label: t(`operating_gmv.against_${value}`) }))}
          onChange={(next) => onChange({ ...draft, against: next })}
        />
        {draft.against === 'period' && (
          <DatePicker.RangePicker
            aria-label={t('operating_gmv.against_period')}
            value={draft.other ? [dayjs(draft.other.from), dayjs(draft.other.to)] : null}
            onChange={(_, [from, to]) => {
              if (from && to) onChange({ ...draft, other: { from, to } })
            }}
          />
        )}
        {draft.against === 'segments' && draft.pair && (
          <p className={styles.sentence}>
            {[draft.pair.before, draft.pair.after]
              .map((value) =>
                value === null
                  ? t('insight.no_value')
                  : draft.by === 'store'
                    ? sayer.labels.store(value)
                    : draft.by === 'channel'
                      ? sayer.labels.channel(value)
                      : value,
              )
              .join(' → ')}
          </p>
        )}
      </Field>
      <WhoField
        who={draft.who}
        onChange={(who) => {
          const { who: _, ...rest } = draft
          onChange(who ? { ...rest, who } : rest)
        }}
      />
    </div>
  )
}
