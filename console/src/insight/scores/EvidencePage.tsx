import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert } from 'antd'
import { toApiError } from '../../api/error.ts'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { exactNumber, percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Chip, Chips } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { FigureTable } from '../FigureTable.tsx'
import { type Evidence, evidenceQuery } from './api.ts'
import styles from './Scores.module.css'

const route = getRouteApi('/app/insight/super-users/$customerId')
const DIMENSIONS = ['recognition', 'participation', 'stability', 'diffusion'] as const
const TONE = { super: 'good', candidate: 'info', ordinary: 'plain', suspect: 'warning' } as const

/** Why a customer is a super user, or is none. */
export function EvidencePage() {
  const t = useTexts()
  const { customerId } = route.useParams()
  const query = useQuery(evidenceQuery(Number(customerId)))
  return (
    <Page
      title={t('super_evidence.title', { id: customerId })}
      purpose={t('super_evidence.purpose')}
      actions={
        <>
          <ButtonLink to="/customers/$customerId" params={{ customerId }}>
            {t('super_evidence.customer')}
          </ButtonLink>
          <ButtonLink to="/insight/super-users">{t('insight_page.super_users')}</ButtonLink>
        </>
      }
    >
      {query.data ? (
        <Found found={query.data} />
      ) : query.error ? (
        <Panel>
          {toApiError(query.error).status === 404 ? (
            <EmptyState title={t('super_evidence.none')}>
              {t('super_evidence.none_words')}
            </EmptyState>
          ) : (
            <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
          )}
        </Panel>
      ) : (
        <Panel>
          <SkeletonLines lines={10} />
        </Panel>
      )}
    </Page>
  )
}

function Found({ found }: { found: Evidence }) {
  const t = useTexts()
  return (
    <div className={styles.stack}>
      {found.suspicions.map((suspicion) => (
        <Alert key={suspicion} type="warning" showIcon title={t(`super_suspicion.${suspicion}`)} />
      ))}
      <FigureRow label={t('super_evidence.score')}>
        <Figure
          title={t('super_evidence.score')}
          definition={t(
            found.basis === 'score' ? 'super_evidence.score_words' : 'super_evidence.signals_words',
          )}
          value={found.score}
          beside={
            <Chips>
              <Chip tone={TONE[found.status]}>{t(`super_status.${found.status}`)}</Chip>
              {found.recognised && <Chip tone="good">{t('super_users.recognised')}</Chip>}
            </Chips>
          }
        />
        {DIMENSIONS.map((dimension) => (
          <Figure
            key={dimension}
            title={t(`super_dimension.${dimension}`)}
            definition={t(`super_dimension_words.${dimension}`)}
            value={found.dimensions[dimension] ?? null}
          />
        ))}
      </FigureRow>
      <Worth found={found} />
      {found.basis === 'signals' && (
        <Panel title={t('super_evidence.signals')}>
          <Chips>
            {(['paid_as_member', 'keeps_paying', 'stated_intent'] as const).map((signal) => (
              <Chip key={signal} tone={found.signals.includes(signal) ? 'good' : 'plain'}>
                {found.signals.includes(signal) ? '✓' : '—'} {t(`super_signal.${signal}`)}
              </Chip>
            ))}
          </Chips>
        </Panel>
      )}
      <FigureTable
        title={t('super_evidence.measures')}
        columns={[
          { title: t('super_evidence.measure'), kind: 'words' },
          { title: t('super_evidence.dimension'), kind: 'words' },
          { title: t('super_evidence.value'), kind: 'words' },
          {
            title: t('super_evidence.percentile'),
            kind: 'share',
            help: t('super_evidence.percentile_words'),
          },
          {
            title: t('super_evidence.facts'),
            kind: 'count',
            help: t('super_evidence.facts_words'),
          },
        ]}
        rows={found.measures.map((m) => ({
          key: m.code,
          cells: [
            t(`super_measure.${m.code}`),
            t(`super_dimension.${m.dimension}`),
            SHARES.has(m.code) ? percent(m.value) : exactNumber(Math.round(m.value * 10) / 10),
            m.percentile,
            m.facts,
          ],
        }))}
      />
      <Panel title={t('super_evidence.drift')}>
        <ul className={styles.answers}>
          {found.drift.map((d) => (
            <li key={d.at}>
              <When at={d.at} />
              <span>
                {d.status ? t(`super_status.${d.status as 'super'}`) : '—'} {d.score ?? ''}
              </span>
            </li>
          ))}
        </ul>
        <p className={styles.quiet}>
          {found.settings_version === 0
            ? t('super_evidence.by_house')
            : t('super_evidence.by', { version: found.settings_version })}{' '}
          <When at={found.reckoned_at} />
        </p>
      </Panel>
    </div>
  )
}

/** Her lifetime value, once the four dimensions are there; before that what is missing. */
function Worth({ found }: { found: Evidence }) {
  const t = useTexts()
  const { language } = useLocale()
  const { value, currency } = found
  if (!value) {
    const missing = DIMENSIONS.filter((dimension) => !found.dimensions[dimension])
    return (
      <Panel title={t('super_evidence.value_title')}>
        {found.basis === 'score' && missing.length > 0
          ? t('super_evidence.no_value', {
              missing: missing.map((one) => t(`super_dimension.${one}`)).join(' · '),
            })
          : t('super_evidence.no_value_facts')}
      </Panel>
    )
  }
  const write = (fen: number) => money(fen, currency, language)
  return (
    <FigureRow label={t('super_evidence.value_title')}>
      <Figure
        title={t('super_evidence.index')}
        definition={t('super_evidence.index_words')}
        value={value.index}
      />
      <Figure
        title={t('super_evidence.ltv')}
        definition={
          value.expected_fen === null
            ? t('super_evidence.ltv_kept')
            : t('super_evidence.ltv_words', {
                kept: write(value.kept_fen),
                expected: write(value.expected_fen),
              })
        }
        value={value.ltv_fen}
        unit="money"
        isEstimate={value.expected_fen !== null}
      />
      <Figure
        title={t('super_evidence.place')}
        definition={t('super_evidence.percentile_words')}
        value={value.percentile}
        unit="percent"
      />
    </FigureRow>
  )
}
const SHARES = new Set(['completeness', 'active_weeks', 'paying_months'])
