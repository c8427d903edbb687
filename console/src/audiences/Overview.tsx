import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { TrendChart } from '../ui/Chart.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Fewer } from '../ui/Fewer.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, hasMembership, makeUpQuery, type Trait, trendQuery } from './api.ts'
import { ruleText } from './ruleText.ts'
import { useTraitWords } from './traits.ts'
import { useVocabulary } from './vocabulary.ts'

const SPANS = [30, 90, 365] as const

/** The rule, how its size moved, and what sets its customers apart. */
export function Overview(props: { audience: Audience }) {
  const t = useTexts()
  const { audience } = props
  const { sayer } = useVocabulary()
  if (!hasMembership(audience))
    return (
      <>
        {audience.rule && <RulePanel words={ruleText(audience.rule, sayer)} />}
        <Panel>
          <EmptyState compact title={t('audience_page.not_built')}>
            <p>{t('audience_page.not_built_words')}</p>
          </EmptyState>
        </Panel>
      </>
    )
  return (
    <div className={styles.stack}>
      {audience.rule && <RulePanel words={ruleText(audience.rule, sayer)} />}
      <SizePanel audience={audience} />
      <MakeUp audience={audience} />
    </div>
  )
}

function RulePanel(props: { words: string }) {
  const t = useTexts()
  return (
    <Panel title={t('audience_page.sentence')}>
      <p className={styles.sentence}>{props.words}</p>
    </Panel>
  )
}

function SizePanel(props: { audience: Audience }) {
  const t = useTexts()
  const [days, setDays] = useState<(typeof SPANS)[number]>(30)
  const from = dayjs().subtract(days, 'day').format('YYYY-MM-DD')
  const trend = useQuery(trendQuery(props.audience.id, { from }))
  const items = trend.data?.items ?? []
  const labels = items.map(({ day }) => day.slice(5))
  const size = [
    { key: 'size', name: t('audience_list.size'), values: items.map((day) => day.size) },
  ]
  const moved = [
    { key: 'entered', name: t('audience_page.entered'), values: items.map((day) => day.entered) },
    { key: 'left', name: t('audience_page.left'), values: items.map((day) => -day.left) },
  ]
  const span = (
    <Segmented
      size="small"
      aria-label={t('audience_page.span')}
      value={days}
      onChange={setDays}
      options={SPANS.map((value) => ({ value, label: t('audience_unit.day', { count: value }) }))}
    />
  )
  return (
    <Panel>
      {trend.error && <ErrorNote error={trend.error} />}
      <div className={styles.stack}>
        <TrendChart
          title={t('audience_page.trend')}
          definition={t('audience_page.trend_words')}
          axis={t('audience_page.day')}
          labels={labels}
          series={size}
          unfinished
          extra={span}
        />
        <TrendChart
          title={t('audience_page.moved')}
          definition={t('audience_page.moved_words')}
          kind="bar"
          stacked
          height={150}
          axis={t('audience_page.day')}
          labels={labels}
          series={moved}
          unfinished
        />
      </div>
    </Panel>
  )
}

const SHOWN = 8
/** Further apart than chance would have it once in twenty times. */
const CHANCE = 3.84

function MakeUp(props: { audience: Audience }) {
  const t = useTexts()
  const makeUp = useQuery(makeUpQuery(props.audience.id))
  const items = (makeUp.data?.items ?? []).filter(({ surprise }) => surprise > CHANCE)
  const over = items.filter(({ lift }) => lift > 1)
  const under = items.filter(({ lift }) => lift < 1)
  return (
    <Panel title={t('audience_page.make_up')}>
      {makeUp.error && <ErrorNote error={makeUp.error} />}
      {!makeUp.data && !makeUp.error && <SkeletonLines lines={8} />}
      {makeUp.data && (
        <>
          <p className={styles.quiet}>
            {t('audience_page.make_up_words', {
              size: exactNumber(makeUp.data.size),
              everybody: exactNumber(makeUp.data.everybody),
            })}
          </p>
          {items.length === 0 ? (
            <p className={styles.quiet}>{t('audience_page.make_up_none')}</p>
          ) : (
            <div className={styles.sides}>
              <Side title={t('audience_page.over')} traits={over} />
              <Side title={t('audience_page.under')} traits={under} />
            </div>
          )}
        </>
      )}
    </Panel>
  )
}

function Side(props: { title: string; traits: readonly Trait[] }) {
  const t = useTexts()
  const wordsOf = useTraitWords()
  const row = (trait: Trait) => {
    const { what, value } = wordsOf(trait)
    return (
      <li key={`${trait.kind}${trait.key}${trait.value}`} className={styles.trait}>
        <span className={styles.traitName}>
          <span className={styles.quiet}>{what}</span> {value}
        </span>
        <span
          className={styles.bars}
          title={t('audience_page.bars', {
            inside: exactNumber(trait.inside),
            share: percent(trait.share),
            everybody: percent(trait.share_of_everybody),
          })}
        >
          <span className={styles.bar} style={{ width: `${Math.max(0.5, trait.share * 100)}%` }} />
          <span
            className={styles.barAll}
            style={{ width: `${Math.max(0.5, trait.share_of_everybody * 100)}%` }}
          />
        </span>
        <span className={styles.shares}>
          {percent(trait.share)}
          <span className={styles.quiet}> / {percent(trait.share_of_everybody)}</span>
        </span>
        <strong className={styles.lift}>×{trait.lift.toFixed(trait.lift < 10 ? 2 : 0)}</strong>
      </li>
    )
  }
  return (
    <section>
      <h3 className={styles.sideTitle}>{props.title}</h3>
      {props.traits.length === 0 ? (
        <p className={styles.quiet}>{t('audience_page.nothing_here')}</p>
      ) : (
        <ul>
          <Fewer rows={props.traits} shown={SHOWN}>
            {row}
          </Fewer>
        </ul>
      )}
    </section>
  )
}
