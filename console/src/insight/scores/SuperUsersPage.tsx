import { ReloadOutlined, SettingOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import type { Figure as Figures } from '../api.ts'
import { Opening } from '../Behind.tsx'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import type { TableRow } from '../figures.ts'
import insight from '../Insight.module.css'
import {
  askSuperUsers,
  reckonSuperUsers,
  SUPER_USERS,
  type SuperUsers,
  type SuperUsersQuestion,
} from './api.ts'
import styles from './Scores.module.css'
import { SuperUserSettingsDrawer } from './SuperUserSettings.tsx'

const DIMENSIONS = ['recognition', 'participation', 'stability', 'diffusion'] as const
const STATUSES = ['super', 'candidate', 'ordinary', 'suspect'] as const
type Cell = Extract<Figures, { analysis: 'super_users' }>['cell']['is']
type Shown = Answer<object, SuperUsersQuestion, SuperUsers>
interface Found {
  found: SuperUsers
  question: SuperUsersQuestion
}
const behind = ({ question }: Found, is: Cell) => ({
  ...{ analysis: 'super_users' as const, question },
  cell: { is },
})

export const superUsersAnalysis: Analysis<object, SuperUsersQuestion, SuperUsers> = {
  code: 'super_users',
  read: () => ({}),
  question: () => ({}),
  ask: askSuperUsers,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function SuperUsersPage() {
  return <AnalysisPage {...superUsersAnalysis} />
}

function Fields() {
  const t = useTexts()
  const [isSetting, setSetting] = useState(false)
  return (
    <div className={insight.fields}>
      <p className={styles.words}>{t('super_users.none_words')}</p>
      <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
        {t('scores.settings')}
      </Button>
      {isSetting && <SuperUserSettingsDrawer onClose={() => setSetting(false)} />}
    </div>
  )
}

function Answered({ answer: found, question }: Shown) {
  const t = useTexts()
  const { run } = found
  useLookAgain(run !== null && run.finished_at === null)
  if (!run)
    return (
      <Panel>
        <EmptyState title={t('super_users.none')} action={<Reckon isFirst />}>
          {t('super_users.none_words')}
        </EmptyState>
      </Panel>
    )
  const shown = { found, question }
  return (
    <div className={styles.stack}>
      <RunBar found={found} />
      {run.failure && <Alert type="error" showIcon title={t('super_users.failed')} />}
      {run.fallback && (
        <Alert
          type="warning"
          showIcon
          title={t('super_users.fallback')}
          description={t('super_users.fallback_words')}
        />
      )}
      <Headline {...shown} />
      <div className={styles.halves}>
        <Quadrants {...shown} />
        <Dimensions {...shown} />
      </div>
      <Statuses {...shown} />
      <Values {...shown} />
      <Allocation found={found} />
    </div>
  )
}

/** A reckoning that goes on is looked at until it is done. */
function useLookAgain(goesOn: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!goesOn) return
    const timer = setInterval(
      () => void queryClient.invalidateQueries({ queryKey: SUPER_USERS }),
      1_500,
    )
    return () => clearInterval(timer)
  }, [goesOn, queryClient])
}

function RunBar({ found }: { found: SuperUsers }) {
  const t = useTexts()
  const { run } = found
  return (
    <div className={styles.bar}>
      <span>
        {run?.finished_at ? t('super_users.reckoned') : t('super_users.reckoning')}{' '}
        <When at={run?.finished_at ?? run?.started_at} />
      </span>
      <span>{t('super_users.peers', { count: run?.peers ?? 0 })}</span>
      <span>
        {found.settings_version === 0
          ? t('super_users.window_house', { days: found.window_days })
          : t('super_users.window', { days: found.window_days, version: found.settings_version })}
      </span>
      <span className={styles.actions}>
        <Reckon isRunning={run !== null && run.finished_at === null} />
      </span>
    </div>
  )
}

function Reckon(props: { isFirst?: boolean; isRunning?: boolean }) {
  const t = useTexts()
  const mayAsk = useMay('audiences:write')
  const queryClient = useQueryClient()
  const asking = useMutation({
    mutationFn: reckonSuperUsers,
    // The job begins within a second or two.
    onSuccess: () =>
      setTimeout(() => void queryClient.invalidateQueries({ queryKey: SUPER_USERS }), 2_000),
  })
  if (!mayAsk) return null
  return (
    <>
      {asking.error && <ErrorNote error={asking.error} />}
      <Button
        type={props.isFirst ? 'primary' : 'default'}
        icon={<ReloadOutlined />}
        loading={asking.isPending || props.isRunning === true}
        onClick={() => asking.mutate()}
      >
        {t(props.isFirst ? 'super_users.first' : 'super_users.again')}
      </Button>
    </>
  )
}

/** The figures a super-user board leads with: none of friends, fans, interaction or sales. */
function Headline(shown: Found) {
  const { found } = shown
  const t = useTexts()
  const { counts, performance } = found
  const open = (is: Cell, title: string) => (
    <Opening figure={counts[is] ? behind(shown, is) : undefined} title={title}>
      {t('scores.customers')}
    </Opening>
  )
  return (
    <FigureRow label={t('super_users.headline')}>
      <Figure
        title={t('super_status.super')}
        definition={t('super_users.super_words')}
        value={counts.super ?? 0}
        beside={open('super', t('super_status.super'))}
      />
      <Figure
        title={t('super_users.koc')}
        definition={t('super_users.koc_words')}
        value={counts.koc ?? 0}
        beside={open('koc', t('super_users.koc'))}
      />
      <Figure
        title={t('super_users.content')}
        definition={t('super_users.content_words')}
        value={counts.content ?? 0}
        beside={open('content', t('super_users.content'))}
      />
      <Figure
        title={t('super_users.share')}
        definition={t('super_users.share_words')}
        value={performance.super_share}
        unit="percent"
      />
      <Figure
        title={t('super_users.pareto')}
        definition={t('super_users.pareto_words', {
          gini: performance.gini === null ? '—' : performance.gini.toFixed(2),
        })}
        value={performance.fewest_for_80?.customers ?? null}
        beside={
          <>
            {performance.fewest_for_80 && <span>{percent(performance.fewest_for_80.of_all)}</span>}{' '}
            {open('pareto', t('super_users.pareto'))}
          </>
        }
      />
      <Figure
        title={t('super_users.in_pareto')}
        definition={t('super_users.in_pareto_words')}
        value={counts.super_in_pareto ?? 0}
        beside={open('super_in_pareto', t('super_users.in_pareto'))}
      />
    </FigureRow>
  )
}

/** Contribution against spend: the two are different questions. */
function Quadrants(shown: Found) {
  const { found } = shown
  const t = useTexts()
  const cell = (is: 'super_high' | 'super_low' | 'other_high' | 'other_low') => (
    <div className={is.startsWith('super') ? `${styles.cell} ${styles.lead}` : styles.cell}>
      <strong>
        <Opening
          figure={found.counts[is] ? behind(shown, is) : undefined}
          title={t(`super_quadrant.${is}`)}
        >
          {found.counts[is] ?? 0}
        </Opening>
      </strong>
      <span>{t(`super_quadrant.${is}`)}</span>
      <small>{t(`super_quadrant_words.${is}`)}</small>
    </div>
  )
  return (
    <Panel title={t('super_users.quadrants')}>
      <div className={styles.matrix}>
        <span />
        <span>{t('super_users.low')}</span>
        <span>{t('super_users.high')}</span>
        <span>{t('super_status.super')}</span>
        {cell('super_low')}
        {cell('super_high')}
        <span>{t('super_users.others')}</span>
        {cell('other_low')}
        {cell('other_high')}
      </div>
      <p className={styles.words}>{t('super_users.quadrants_words')}</p>
    </Panel>
  )
}

function Dimensions(shown: Found) {
  const { found } = shown
  const t = useTexts()
  const all = STATUSES.reduce((sum, status) => sum + (found.counts[status] ?? 0), 0)
  return (
    <Panel title={t('super_users.dimensions')}>
      <ul className={styles.bars}>
        {DIMENSIONS.map((dimension) => {
          const count = found.counts[dimension] ?? 0
          return (
            <li key={dimension}>
              <span title={t(`super_dimension_words.${dimension}`)}>
                {t(`super_dimension.${dimension}`)}
              </span>
              <span className={styles.track}>
                <span
                  className={styles.fill}
                  style={{ width: `${all === 0 ? 0 : (100 * count) / all}%` }}
                />
              </span>
              <span className={styles.number}>
                <Opening
                  figure={count ? behind(shown, dimension) : undefined}
                  title={t(`super_dimension.${dimension}`)}
                >
                  {count}
                </Opening>
              </span>
            </li>
          )
        })}
      </ul>
      <p className={styles.words}>{t('super_users.dimensions_words')}</p>
    </Panel>
  )
}

function Statuses(shown: Found) {
  const { found } = shown
  const t = useTexts()
  const all = STATUSES.reduce((sum, status) => sum + (found.counts[status] ?? 0), 0)
  const row = (is: Cell, title: string): TableRow => ({
    key: is,
    cells: [title, found.counts[is] ?? 0, all === 0 ? null : (found.counts[is] ?? 0) / all],
    behind: [undefined, behind(shown, is)],
  })
  return (
    <FigureTable
      title={t('super_users.statuses')}
      columns={[
        { title: t('super_users.status'), kind: 'words' },
        { title: t('scores.count'), kind: 'count' },
        { title: t('super_users.of_active'), kind: 'share' },
      ]}
      rows={[
        ...STATUSES.map((status) => row(status, t(`super_status.${status}`))),
        row('recognised', t('super_users.recognised')),
      ]}
    />
  )
}

/** The four dimensions and the lifetime value together, of who has all of the four. */
function Values(shown: Found) {
  const { found } = shown
  const t = useTexts()
  const { weight, bands } = found.value
  const ltvOf = (band: (typeof bands)[number]) => band.kept_fen + (band.expected_fen ?? 0)
  const whole = bands
    .filter(({ from }) => from !== null)
    .reduce((sum, band) => sum + ltvOf(band), 0)
  const nameOf = (from: number | null, above: number | undefined) =>
    from === null
      ? t('super_users.band_none')
      : above === undefined
        ? t('super_users.band_from', { from })
        : t('super_users.band_between', { from, to: above - 1 })
  return (
    <div className={styles.stack}>
      <FigureTable
        title={t('super_users.value')}
        columns={[
          { title: t('super_users.band'), kind: 'words' },
          { title: t('scores.count'), kind: 'count' },
          { title: t('super_users.kept'), kind: 'money' },
          {
            title: t('super_users.expected'),
            kind: 'money',
            help: t('super_users.expected_words'),
          },
          { title: t('super_users.ltv'), kind: 'money' },
          { title: t('super_users.ltv_share'), kind: 'share' },
        ]}
        rows={bands.map((band, i) => ({
          key: band.is,
          cells: [
            nameOf(band.from, bands[i - 1]?.from ?? undefined),
            found.counts[band.is] ?? 0,
            band.kept_fen,
            band.expected_fen,
            // Nobody speaks of a lifetime value while a dimension is missing.
            band.from === null ? null : ltvOf(band),
            band.from === null || whole === 0 ? null : ltvOf(band) / whole,
          ],
          behind: [undefined, behind(shown, band.is)],
        }))}
      />
      <p className={styles.words}>
        {t('super_users.value_words', { weight: percent(weight), rest: percent(1 - weight) })}
      </p>
    </div>
  )
}

function Allocation({ found }: { found: SuperUsers }) {
  const t = useTexts()
  return (
    <FigureTable
      title={t('super_users.allocation')}
      columns={[
        { title: t('super_users.tier'), kind: 'words' },
        { title: t('super_users.planned'), kind: 'share' },
        { title: t('super_users.spent_share'), kind: 'share', help: t('super_users.spent_words') },
        { title: t('super_users.spent'), kind: 'money' },
        {
          title: t('super_users.contacts_share'),
          kind: 'share',
          help: t('super_users.contacts_words'),
        },
        { title: t('super_users.contacts'), kind: 'count' },
      ]}
      rows={found.allocation.map((a) => ({
        key: a.tier,
        cells: [
          t(`super_tier.${a.tier}`),
          a.planned_share,
          a.spent_share,
          a.spent_fen,
          a.contacts_share,
          a.contacts,
        ],
      }))}
    />
  )
}
