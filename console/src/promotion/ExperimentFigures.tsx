import type { TableColumnsType } from 'antd'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import type { ExperimentReadout } from './experimentApi.ts'
import { armName, type Comparison, useMeasured } from './experimentWords.ts'
import { Figure } from './Figure.tsx'
import styles from './Promotion.module.css'

type Arm = ExperimentReadout['arms'][number]
type Guard = ExperimentReadout['guards'][number]

/** What each arm did, how they compare, and how far the guards are from breaking. */
export function ExperimentFigures({ found }: { found: ExperimentReadout }) {
  return (
    <>
      <Whole found={found} />
      <Arms found={found} />
      <Comparisons found={found} />
      {found.guards.length > 0 && <Guards found={found} />}
    </>
  )
}

const known = <T,>(rows: readonly T[]) => ({
  data: rows,
  error: null,
  refetch: () => undefined,
})

function Whole({ found }: { found: ExperimentReadout }) {
  const t = useTexts()
  const { arms, sample_ratio: ratio, budget, crossed } = found
  const total = (of: 'exposed' | 'measured') => arms.reduce((sum, arm) => sum + arm[of], 0)
  return (
    <dl className={styles.figures}>
      <Figure title={t('offer_experiments.exposed')}>
        <Count value={total('exposed')} />
      </Figure>
      <Figure title={t('offer_experiments.measured')}>
        <Count value={total('measured')} />
      </Figure>
      <Figure title={t('offer_experiments.crossed')}>
        <Count value={crossed} />
      </Figure>
      <Figure title={t('offer_experiments.ratio')}>
        {ratio === null ? (
          <Nothing />
        ) : (
          <Chip tone={ratio.ok ? 'good' : 'bad'}>
            {t(ratio.ok ? 'offer_experiments.ratio_ok' : 'offer_experiments.ratio_off')}
          </Chip>
        )}
      </Figure>
      <Figure title={t('offer_experiments.subsidy')}>
        <Money fen={budget.used_fen} />
        {budget.budget_fen !== null && (
          <span className={styles.quiet}>
            {' / '}
            <Money fen={budget.budget_fen} />
          </span>
        )}
      </Figure>
    </dl>
  )
}

function Arms({ found }: { found: ExperimentReadout }) {
  const t = useTexts()
  const { yuan } = useMeasured()
  const rate = (bp: number | null) => (bp === null ? <Nothing /> : percent(bp / 10_000))
  const mean = (value: number | null, say: (known: number) => string) =>
    value === null ? <Nothing /> : say(value)
  const columns: TableColumnsType<Arm> = [
    {
      key: 'arm',
      title: t('offer_experiments.arm'),
      render: (_, { code }) => armName(found.experiment, code),
    },
    {
      key: 'exposed',
      title: t('offer_experiments.exposed_of'),
      width: 150,
      align: 'right',
      render: (_, { exposed, expected }) => (
        <div className={styles.two}>
          <Count value={exposed} />
          <span className={styles.quiet}>
            {t('offer_experiments.expected', { count: Math.round(expected) })}
          </span>
        </div>
      ),
    },
    {
      key: 'measured',
      title: t('offer_experiments.measured'),
      width: 110,
      align: 'right',
      render: (_, { measured }) => <Count value={measured} />,
    },
    {
      key: 'conversion',
      title: t('offer_experiment_metric.conversion'),
      width: 110,
      align: 'right',
      render: (_, { conversion }) => mean(conversion, percent),
    },
    {
      key: 'revenue',
      title: t('offer_experiment_metric.revenue'),
      width: 120,
      align: 'right',
      render: (_, { revenue_fen }) => mean(revenue_fen, yuan),
    },
    {
      key: 'margin',
      title: t('offer_experiment_metric.margin'),
      width: 120,
      align: 'right',
      render: (_, { margin_fen }) => mean(margin_fen, yuan),
    },
    ...(found.experiment.behaviour === null
      ? []
      : [
          {
            key: 'behaviour',
            title: t('offer_experiment_metric.behaviour'),
            width: 120,
            align: 'right' as const,
            render: (_: unknown, { behaviour }: Arm) => mean(behaviour, percent),
          },
        ]),
    {
      key: 'so_far',
      title: t('offer_experiments.rates_so_far'),
      width: 150,
      align: 'right',
      render: (_, { margin_bp, refund_bp }) => (
        <>
          {rate(margin_bp)} / {rate(refund_bp)}
        </>
      ),
    },
    {
      key: 'subsidy',
      title: t('offer_experiments.subsidy'),
      width: 120,
      align: 'right',
      render: (_, { subsidy_fen }) => <Money fen={subsidy_fen} />,
    },
  ]
  return (
    <>
      <h2 className={styles.part}>{t('offer_experiments.arms')}</h2>
      <PageTable<Arm>
        label={t('offer_experiments.arms')}
        list={known(found.arms)}
        columns={columns}
        rowKey={({ code }) => code}
        minWidth={1000}
        skeletonLines={2}
        empty={null}
      />
    </>
  )
}

function Comparisons({ found }: { found: ExperimentReadout }) {
  const t = useTexts()
  const { change } = useMeasured()
  const columns: TableColumnsType<Comparison> = [
    {
      key: 'arm',
      title: t('offer_experiments.arm'),
      render: (_, { arm, against }) =>
        t('offer_experiments.against', {
          arm: armName(found.experiment, arm),
          control: armName(found.experiment, against),
        }),
    },
    {
      key: 'metric',
      title: t('offer_experiments.metric'),
      width: 190,
      render: (_, { metric, decides }) => (
        <div className={styles.two}>
          <span>{t(`offer_experiment_metric.${metric}`)}</span>
          <span className={styles.quiet}>
            {t(decides ? 'offer_experiments.decides' : 'offer_experiments.beside')}
          </span>
        </div>
      ),
    },
    {
      key: 'estimate',
      title: t('offer_experiments.difference'),
      width: 120,
      align: 'right',
      render: (_, { metric, estimate }) => change(metric, estimate),
    },
    {
      key: 'interval',
      title: t('offer_experiments.interval'),
      width: 300,
      render: (_, comparison) => <Interval of={comparison} all={found.comparisons} />,
    },
  ]
  return (
    <>
      <h2 className={styles.part}>{t('offer_experiments.comparisons')}</h2>
      <p className={styles.quiet}>{t('offer_experiments.interval_words')}</p>
      <PageTable<Comparison>
        label={t('offer_experiments.comparisons')}
        list={known(found.comparisons)}
        columns={columns}
        rowKey={({ arm, metric }) => `${arm} ${metric}`}
        minWidth={800}
        skeletonLines={2}
        empty={<EmptyState compact title={t('offer_experiments.nobody_measured')} />}
      />
    </>
  )
}

/** From low to high on the scale of its metric, with 0 marked; the numbers say the same. */
function Interval({ of, all }: { of: Comparison; all: readonly Comparison[] }) {
  const { change } = useMeasured()
  const same = all.filter(({ metric }) => metric === of.metric)
  const most = Math.max(...same.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]))
  const at = (value: number) => (most === 0 ? 50 : 50 + (50 * value) / most)
  const isSure = of.low > 0 || of.high < 0
  return (
    <div className={styles.two}>
      <span>
        {change(of.metric, of.low)} – {change(of.metric, of.high)}
      </span>
      <span className={styles.scale} aria-hidden>
        <span
          className={isSure ? styles.sure : styles.unsure}
          style={{ left: `${at(of.low)}%`, width: `${at(of.high) - at(of.low)}%` }}
        />
        <span className={styles.zero} />
      </span>
    </div>
  )
}

function Guards({ found }: { found: ExperimentReadout }) {
  const t = useTexts()
  const { change } = useMeasured()
  const columns: TableColumnsType<Guard> = [
    {
      key: 'guard',
      title: t('offer_experiments.guard'),
      render: (_, { rule, limit_bp }) =>
        `${t(`offer_experiment_rule.${rule}`)} ${percent(limit_bp / 10_000)}`,
    },
    {
      key: 'arm',
      title: t('offer_experiments.arm'),
      render: (_, { arm }) => armName(found.experiment, arm),
    },
    {
      key: 'value',
      title: t('offer_experiments.so_far'),
      width: 110,
      align: 'right',
      render: (_, { value_bp }) => (value_bp === null ? <Nothing /> : percent(value_bp / 10_000)),
    },
    {
      key: 'interval',
      title: t('offer_experiments.from_limit'),
      width: 220,
      render: (_, { interval }) =>
        interval === null ? (
          <Nothing />
        ) : (
          `${change('margin', interval.low)} – ${change('margin', interval.high)}`
        ),
    },
    {
      key: 'broken',
      title: t('offers.state'),
      width: 110,
      render: (_, { broken }) => (
        <Chip tone={broken ? 'bad' : 'plain'}>
          {t(broken ? 'offer_experiments.broken' : 'offer_experiments.holds')}
        </Chip>
      ),
    },
  ]
  return (
    <>
      <h2 className={styles.part}>{t('offer_experiments.guards')}</h2>
      <PageTable<Guard>
        label={t('offer_experiments.guards')}
        list={known(found.guards)}
        columns={columns}
        rowKey={({ arm, rule }) => `${arm} ${rule}`}
        minWidth={760}
        skeletonLines={1}
        empty={null}
      />
    </>
  )
}
