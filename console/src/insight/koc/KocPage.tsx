// Key opinion customers: found, invited, trained, given tasks, rewarded; whose each is and what comes next.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { ExportInside } from '../../audiences/ExportInside.tsx'
import { CustomerLine } from '../../customers/CustomerLine.tsx'
import { exactNumber, percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { BatchBar, useSelection } from '../../ui/BatchBar.tsx'
import { Chip, Chips } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { More } from '../../ui/More.tsx'
import { Filters, Panel } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { BehindProvider } from '../Behind.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import {
  addKocs,
  type Found,
  foundQuery,
  KOC,
  type Koc,
  kocsQuery,
  overviewQuery,
  STAGES,
  type Stage,
} from './api.ts'
import styles from './Koc.module.css'
import { MoveDialog } from './MoveDialog.tsx'
import { OutsidePanel } from './OutsidePanel.tsx'
import { Steps } from './Steps.tsx'

const route = getRouteApi('/app/insight/koc')
const TONE: Record<Stage, 'plain' | 'info' | 'warning' | 'good'> = {
  ...{ discovered: 'plain', invited: 'info', trained: 'info', tasked: 'warning' },
  ...{ rewarded: 'good', retired: 'plain' },
}

export function KocPage() {
  return (
    <InsightFrame code="koc">
      <BehindProvider>
        <div className={styles.stack}>
          <Stages />
          <Pipeline />
          <FoundPanel />
          <OutsidePanel />
        </div>
      </BehindProvider>
    </InsightFrame>
  )
}

function useStage(): [Stage | undefined, boolean, (next: { stage?: Stage; due?: string }) => void] {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const stage = STAGES.find((one) => one === search.stage)
  const go = (next: { stage?: Stage; due?: string }) =>
    void navigate({ search: next, replace: true })
  return [stage, search.due === '1', go]
}

/** How far they came, as a row of stages; a click shows those who stand there. */
function Stages() {
  const t = useTexts()
  const query = useQuery(overviewQuery)
  const [stage, , go] = useStage()
  if (query.error && !query.data)
    return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Panel>
        <SkeletonLines lines={3} />
      </Panel>
    )
  const { stages, results } = query.data
  return (
    <Panel title={t('koc.stages')}>
      <ol className={styles.stages}>
        {stages.map((one) => (
          <li key={one.stage}>
            <button
              type="button"
              aria-pressed={stage === one.stage}
              className={styles.stage}
              onClick={() => go(stage === one.stage ? {} : { stage: one.stage })}
            >
              <span>{t(`koc_stage.${one.stage}`)}</span>
              <strong>{exactNumber(one.here)}</strong>
              <small>
                {one.stage === 'discovered' || one.stage === 'retired'
                  ? t('koc.came', { count: one.came })
                  : one.rate === null
                    ? t('koc.nobody_before')
                    : t('koc.rate', { rate: percent(one.rate), count: one.came })}
              </small>
              <small>
                {one.median_days !== null &&
                  one.stage !== 'retired' &&
                  t('koc.median', { days: Math.round(one.median_days * 10) / 10 })}
              </small>
              {one.overdue > 0 && (
                <Chip tone="warning">{t('koc.overdue_n', { count: one.overdue })}</Chip>
              )}
            </button>
          </li>
        ))}
      </ol>
      <p className={styles.quiet}>
        {t('koc.results', {
          shares: exactNumber(results.shares),
          reached: exactNumber(results.reached),
          recruits: exactNumber(results.recruits),
        })}
      </p>
    </Panel>
  )
}

function Pipeline() {
  const t = useTexts()
  const [stage, due, go] = useStage()
  const list = useInfiniteQuery(kocsQuery(stage, due))
  const selection = useSelection()
  const may = useMay('audiences:write')
  const mayExport = useMay('customers:export')
  const [isExporting, setExporting] = useState(false)
  const [moving, setMoving] = useState<readonly Koc[]>()
  const [looking, look] = useState<Koc>()
  const items = list.data?.pages.flatMap((page) => page.items)
  const chosen = items?.filter(({ id }) => selection.keys.includes(id)) ?? []
  const nameOf = (one: Koc) => `#${one.customer_id}`
  return (
    <section className={styles.stack}>
      <Filters>
        <span className={styles.switch}>
          <Switch
            size="small"
            aria-label={t('koc.only_overdue')}
            checked={due}
            onChange={(next) => go({ ...(stage && { stage }), ...(next && { due: '1' }) })}
          />
          {t('koc.only_overdue')}
        </span>
        {stage && (
          <Button size="small" onClick={() => go(due ? { due: '1' } : {})}>
            {t('koc.all_stages')}
          </Button>
        )}
        {mayExport && (
          <Button style={{ marginInlineStart: 'auto' }} onClick={() => setExporting(true)}>
            {t('customers.export')}
          </Button>
        )}
      </Filters>
      {isExporting && (
        <ExportInside
          kind="koc"
          of={{ ...(stage && { stage }), ...(due && { overdue: true }) }}
          title={t('insight_page.koc')}
          onClose={() => setExporting(false)}
        />
      )}
      <PageTable<Koc>
        label={t('insight_page.koc')}
        list={{ ...list, data: items }}
        rowKey={({ id }) => id}
        minWidth={1160}
        skeletonRows={4}
        {...(may && { selection: { ...selection, nameOf } })}
        columns={[
          {
            key: 'customer',
            width: 280,
            title: t('koc.customer'),
            render: (_, one) => (
              <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
                {one.customer ? <CustomerLine customer={one.customer} /> : nameOf(one)}
              </Link>
            ),
          },
          {
            key: 'stage',
            width: 110,
            title: t('koc.stage'),
            render: (_, one) => (
              <>
                <Chip tone={TONE[one.stage]}>{t(`koc_stage.${one.stage}`)}</Chip>
                <div className={styles.quiet}>
                  <When at={one.since} />
                </div>
              </>
            ),
          },
          {
            key: 'owner',
            width: 120,
            title: t('koc.owner'),
            render: (_, { owner }) => owner?.name ?? t('koc.nobody'),
          },
          {
            key: 'next',
            width: 220,
            title: t('koc.next'),
            render: (_, one) => (
              <>
                {one.next_step || '—'}
                {one.next_on && (
                  <div className={styles.quiet}>
                    {one.is_overdue ? (
                      <Chip tone="warning">{t('koc.overdue', { day: one.next_on })}</Chip>
                    ) : (
                      one.next_on
                    )}
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'score',
            width: 124,
            title: t('koc.score'),
            align: 'end',
            render: (_, { score, diffusion }) =>
              `${score ?? '—'} / ${diffusion === null ? '—' : diffusion}`,
          },
          {
            key: 'results',
            width: 150,
            title: t('koc.brought'),
            align: 'end',
            render: (_, { results }) =>
              `${results.shares} / ${results.reached} / ${results.recruits}`,
          },
          {
            key: 'do',
            width: 140,
            render: (_, one) => (
              <>
                {may && (
                  <Button type="link" size="small" onClick={() => setMoving([one])}>
                    {t('koc.move')}
                  </Button>
                )}
                <Button type="link" size="small" onClick={() => look(one)}>
                  {t('koc.history')}
                </Button>
              </>
            ),
          },
        ]}
        foot={<More list={list} />}
        empty={
          <EmptyState title={t('koc.none')}>
            <p>{t(stage || due ? 'koc.none_here' : 'koc.none_words')}</p>
          </EmptyState>
        }
      />
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setMoving(chosen)}>
          {t('koc.move_chosen')}
        </Button>
      </BatchBar>
      {moving && moving.length > 0 && (
        <MoveDialog
          those={moving}
          onClose={(isMoved) => {
            setMoving(undefined)
            if (isMoved) selection.clear()
          }}
        />
      )}
      {looking && <Steps one={looking} onClose={() => look(undefined)} />}
    </section>
  )
}

/** Who could be one: chosen by what she did, not by what she spent. */
function FoundPanel() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const may = useMay('audiences:write')
  const query = useQuery(foundQuery)
  const adding = useMutation({
    // Each with the reason she was found for.
    mutationFn: async (those: Found['items']) => {
      for (const [origin, some] of Map.groupBy(those, (one) => one.origin))
        await addKocs({ customers: some.map(({ customer_id }) => customer_id), origin })
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KOC }),
  })
  const items = query.data?.items ?? []
  return (
    <Panel
      title={t('koc.found')}
      extra={
        may &&
        items.length > 1 && (
          <Button size="small" loading={adding.isPending} onClick={() => adding.mutate(items)}>
            {t('koc.take_all', { count: items.length })}
          </Button>
        )
      }
    >
      <p className={styles.quiet}>{t('koc.found_words')}</p>
      {adding.error && <ErrorNote error={adding.error} />}
      {query.error && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={5} />
      ) : items.length === 0 ? (
        <EmptyState compact title={t('koc.nobody_found')} />
      ) : (
        <ul className={styles.found}>
          {items.map((one) => (
            <li key={one.customer_id}>
              <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
                {one.customer ? <CustomerLine customer={one.customer} /> : `#${one.customer_id}`}
              </Link>
              <Chips>
                {one.reasons.map((reason) => (
                  <Chip key={reason} tone="info">
                    {t(`koc_origin.${reason}`)}
                  </Chip>
                ))}
              </Chips>
              <span className={styles.quiet}>
                {one.score !== null && t('koc.scored', { score: one.score })}{' '}
                {one.outside_score !== null &&
                  t('koc.outside_scored', { score: one.outside_score })}
              </span>
              {may && (
                <Button
                  size="small"
                  disabled={adding.isPending}
                  onClick={() => adding.mutate([one])}
                >
                  {t('koc.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {query.data && query.data.further > 0 && (
        <p className={styles.quiet}>{t('koc.further', { count: query.data.further })}</p>
      )}
    </Panel>
  )
}
