// How a pool stands: its figures in both calibres, its objectives, what it is built on.
import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import { Alert, Progress } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { exactNumber, percent } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import type { Figures, Standing } from './api.ts'
import styles from './Pool.module.css'

const COUNTS = ['friends', 'wechat'] as const
const SHARES = ['reachable', 'two_live', 'members', 'locked_in', 'attained'] as const

export function PoolFigures(props: { figures: Figures }) {
  const t = useTexts()
  const known = useKnownText()
  const { figures } = props
  const { size } = figures
  const share = (count: number) => (size === 0 ? null : count / size)
  const shareText = (count: number) => (size === 0 ? '—' : percent(count / size))
  return (
    <FigureRow label={t('pool_page.figures')}>
      <Figure title={t('pool_figure.size')} definition={t('pool_about.size')} value={size} />
      {COUNTS.map((name) => (
        <Figure
          key={name}
          title={t(`pool_figure.${name}`)}
          definition={t(`pool_about.${name}`)}
          formula={t(`pool_formula.${name}`)}
          value={figures[name]}
          beside={t('pool_page.share_of_pool', { share: shareText(figures[name]) })}
        />
      ))}
      {SHARES.map((name) => {
        const count = figures[name]
        return (
          <Figure
            key={name}
            title={t(`pool_figure.${name}`)}
            definition={t(`pool_about.${name}`)}
            formula={known(`pool_formula.${name}`) ?? ''}
            value={count === null ? null : share(count)}
            unit="percent"
            beside={count !== null && t('pool_page.people_of', { count: exactNumber(count) })}
          />
        )
      })}
      <Figure
        title={t('pool_figure.orders')}
        definition={t('pool_about.orders')}
        value={figures.orders}
      />
      <Figure
        title={t('pool_figure.amount_fen')}
        definition={t('pool_about.amount_fen')}
        value={figures.amount_fen}
        unit="money"
      />
    </FigureRow>
  )
}

/** @param props.objectives nothing while they are not known */
export function ProgressPanel(props: {
  objectives: Standing['objectives'] | undefined
  isShortAtCost?: boolean
}) {
  const t = useTexts()
  const { language, currency } = useLocale()
  const today = new Date().toISOString().slice(0, 10)
  return (
    <Panel title={t('pool_page.progress')}>
      {!props.objectives && <SkeletonLines lines={2} />}
      {props.isShortAtCost && (
        <Alert
          type="warning"
          showIcon
          className={styles.warning}
          title={t('pool_page.short_at_cost')}
          description={t('pool_page.short_at_cost_words')}
        />
      )}
      <div className={styles.objectives}>
        {props.objectives?.length === 0 && (
          <p className={styles.quiet}>{t('pool_page.no_progress')}</p>
        )}
        {props.objectives?.map((one) => {
          const write = (value: number) =>
            one.measure === 'amount_fen' ? money(value, currency, language) : exactNumber(value)
          const isReached = one.share >= 10_000
          const isLate = !isReached && one.until < today
          const title = t(`pool_field.${one.term}_objective`)
          return (
            <div key={one.term} className={styles.progress}>
              <div className={styles.progressHead}>
                <strong>{title}</strong>
                {isReached ? (
                  <Chip tone="good">{t('pool_page.reached')}</Chip>
                ) : (
                  isLate && <Chip tone="warning">{t('pool_page.overdue')}</Chip>
                )}
              </div>
              <p>{one.text}</p>
              <Progress
                aria-label={title}
                percent={Math.min(100, one.share / 100)}
                status={isReached ? 'success' : 'normal'}
                format={() => percent(one.share / 10_000)}
              />
              <p className={styles.quiet}>
                {t(`pool_measure.${one.measure}`)}{' '}
                {t('pool_page.now_of', { now: write(one.now), target: write(one.target) })} ·{' '}
                {t('pool_page.until_date', { date: one.until })}
                {one.before !== null &&
                  ` · ${t('pool_page.before_month', { before: write(one.before) })}`}
              </p>
            </div>
          )
        })}
      </div>
    </Panel>
  )
}

export function ReadinessPanel(props: { readiness: Standing['readiness'] | undefined }) {
  const t = useTexts()
  const { readiness } = props
  if (!readiness)
    return (
      <Panel title={t('pool_page.readiness')}>
        <SkeletonLines lines={4} />
      </Panel>
    )
  return (
    <Panel title={t('pool_page.readiness')}>
      <p className={styles.quiet}>
        {t(readiness.length === 0 ? 'pool_page.no_readiness' : 'pool_page.readiness_words')}
      </p>
      <ul className={styles.checks}>
        {readiness.map(({ what, share, wanted, passes }) => (
          <li key={what}>
            {passes ? (
              <CheckCircleFilled className={styles.good} aria-hidden />
            ) : (
              <ExclamationCircleFilled className={styles.bad} aria-hidden />
            )}
            <div>
              <div className={styles.progressHead}>
                <strong>{t(`pool_ready.${what}`)}</strong>
                <Chip tone={passes ? 'good' : 'warning'}>
                  {t(passes ? 'pool_page.passes' : 'pool_page.fails')}
                </Chip>
                <span className={styles.measured}>
                  {t('pool_page.measured', {
                    share: percent(share / 10_000),
                    wanted: percent(wanted / 10_000),
                  })}
                </span>
              </div>
              <p className={styles.quiet}>{t(`pool_ready_what.${what}`)}</p>
              {!passes && <p>{t(`pool_ready_todo.${what}`)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
