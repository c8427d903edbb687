// One computed attribute: what it is made of, how its values lie, what it was before, who reads it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { Nothing, When } from '../../ui/When.tsx'
import pageStyles from '../AudiencePage.module.css'
import { Uses } from '../UsesTab.tsx'
import { Lines, Versions } from '../Versions.tsx'
import { useVocabulary } from '../vocabulary.ts'
import { Freshness, StateChip } from '../words.tsx'
import {
  AUDIENCES_AND_COMPUTED,
  type Computed,
  computedPreviewQuery,
  computedQuery,
  computedUsesQuery,
  computedVersionsQuery,
  cutOffsQuery,
  editComputed,
} from './api.ts'
import styles from './Computed.module.css'
import { ComputedActions } from './ComputedActions.tsx'
import { CutOffsTable } from './CutOffsTable.tsx'
import { definitionLines } from './lines.ts'
import { PreviewPanel } from './PreviewPanel.tsx'

const route = getRouteApi('/app/computed-attributes/$computedId')
const LOOK_AGAIN_MS = 10_000

export function ComputedPage() {
  const t = useTexts()
  const { computedId } = route.useParams()
  const computed = useQuery({ ...computedQuery(computedId), refetchInterval: LOOK_AGAIN_MS })
  if (computed.data) return <Known computed={computed.data} />
  return (
    <Page title={t('computed.title')}>
      <Panel>
        {computed.error ? (
          <ErrorPanel error={computed.error} onRetry={() => void computed.refetch()} />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </Panel>
    </Page>
  )
}

function Known(props: { computed: Computed }) {
  const { computed } = props
  const t = useTexts()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const tabs = [
    {
      key: 'overview',
      label: t('audience_tab.overview'),
      children: <Overview computed={computed} />,
    },
    {
      key: 'versions',
      label: t('computed.versions'),
      children: <VersionsTab computed={computed} />,
    },
    { key: 'uses', label: t('audience_tab.uses'), children: <UsesTab computed={computed} /> },
  ]
  return (
    <Page
      title={computed.label}
      facts={
        <p className={pageStyles.facts}>
          <StateChip state={computed.state} />
          <Chip>{t(`computed_kind.${computed.definition.kind}`)}</Chip>
          <code>{computed.name}</code>
          {computed.description && <span>{computed.description}</span>}
        </p>
      }
      actions={<ComputedActions computed={computed} />}
    >
      {computed.failure ? (
        <Alert
          type="error"
          showIcon
          title={t('computed.failed')}
          description={
            <>
              {computed.failure.message} · <When at={computed.failure.at} />
            </>
          }
        />
      ) : (
        computed.building && <Alert type="info" showIcon title={t('computed.building')} />
      )}
      <Head computed={computed} />
      <Tabs
        activeKey={tabs.some(({ key }) => key === tab) ? tab : 'overview'}
        destroyOnHidden
        onChange={(key) =>
          void navigate({
            to: '/computed-attributes/$computedId',
            params: { computedId: computed.id },
            search: { tab: key === 'overview' ? undefined : key },
            replace: true,
          })
        }
        items={tabs}
      />
    </Page>
  )
}

function Head(props: { computed: Computed }) {
  const t = useTexts()
  const { computed } = props
  return (
    <FigureRow label={t('audience_page.figures')}>
      <Figure
        title={t('computed_preview.customers')}
        definition={t('computed.customers_words')}
        value={computed.customers}
      />
      <Fact title={t('audience_list.fresh')}>
        <Freshness of={computed} at={computed.as_of} />
      </Fact>
      <Fact title={t('computed.changed')}>
        <When at={computed.changed_at} />
      </Fact>
      <Fact title={t('computed.wakes')}>
        {computed.follows_time && computed.wake_at ? <When at={computed.wake_at} /> : <Nothing />}
      </Fact>
      <Fact title={t('computed.version')}>
        {t('audience_versions.version', { version: computed.version })}
      </Fact>
    </FigureRow>
  )
}

function Fact(props: { title: string; children: ReactNode }) {
  return (
    <div className={pageStyles.fresh}>
      <span>{props.title}</span>
      <strong>{props.children}</strong>
    </div>
  )
}

function Overview(props: { computed: Computed }) {
  const t = useTexts()
  const { computed } = props
  const { sayer } = useVocabulary()
  const preview = useQuery({
    ...computedPreviewQuery(computed.name, computed.definition),
    enabled: !computed.building,
    retry: false,
  })
  const isEmpty = !computed.building && !computed.failure && computed.customers === 0
  return (
    <div className={pageStyles.stack}>
      {isEmpty && (
        <Panel>
          <EmptyState compact title={t('computed.no_values')}>
            <p>{t('computed.no_values_words')}</p>
          </EmptyState>
        </Panel>
      )}
      <div className={styles.columns}>
        <div className={pageStyles.stack}>
          <Panel title={t('computed_field.kind')}>
            <Lines lines={definitionLines(computed, sayer)} />
          </Panel>
          {computed.definition.kind === 'rfm' && <CutOffsPanel computed={computed} />}
        </div>
        <PreviewPanel
          title={t('computed.values')}
          preview={preview.data}
          isOld={preview.isFetching}
          error={preview.error}
        />
      </div>
    </div>
  )
}

/** Where the fifths end, and where they ended before. */
function CutOffsPanel(props: { computed: Computed }) {
  const t = useTexts()
  const { computed } = props
  const { definition } = computed
  const given = definition.kind === 'rfm' && definition.cuts.kind === 'given'
  const cutOffs = useQuery({ ...cutOffsQuery(computed.id), enabled: !given })
  const [now, ...before] = cutOffs.data?.items ?? []
  const shown =
    definition.kind === 'rfm' && definition.cuts.kind === 'given' ? definition.cuts : now?.cuts
  return (
    <Panel title={t('computed_field.cuts')}>
      {cutOffs.error && <ErrorNote error={cutOffs.error} />}
      {now && (
        <p className={styles.hint}>
          {t('computed_cuts.taken')} <When at={now.taken_at} /> ·{' '}
          {t('computed_cuts.buyers', { buyers: exactNumber(now.buyers) })}
        </p>
      )}
      {shown && <CutOffsTable cuts={shown} />}
      {!shown && cutOffs.isPending && <SkeletonLines lines={5} />}
      {!shown && cutOffs.isSuccess && <p className={styles.hint}>{t('computed_cuts.none')}</p>}
      {before.length > 0 && (
        <details className={styles.before}>
          <summary>{t('computed_cuts.before', { count: before.length })}</summary>
          {before.map((one) => (
            <section key={one.taken_at}>
              <p className={styles.hint}>
                <When at={one.taken_at} /> ·{' '}
                {t('computed_cuts.buyers', { buyers: exactNumber(one.buyers) })}
              </p>
              <CutOffsTable cuts={one.cuts} />
            </section>
          ))}
        </details>
      )}
    </Panel>
  )
}

function VersionsTab(props: { computed: Computed }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { computed } = props
  const { sayer } = useVocabulary()
  const versions = useQuery(computedVersionsQuery(computed.id))
  const items = versions.data?.items
  if (!items)
    return (
      <Panel>
        {versions.error ? (
          <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </Panel>
    )
  return (
    <Versions
      items={items.map((item) => ({
        ...item,
        lines: definitionLines(item, sayer),
      }))}
      title={t('computed_field.kind')}
      restoreWords={t('computed.restore_words')}
      onRestore={async (version) => {
        const wanted = items.find((item) => item.version === version)
        if (!wanted) return
        await editComputed(computed.id, {
          version: computed.version,
          definition: wanted.definition,
          note: t('audience_versions.restored', { version }),
        })
        await queryClient.invalidateQueries({ queryKey: AUDIENCES_AND_COMPUTED })
      }}
    />
  )
}

function UsesTab(props: { computed: Computed }) {
  const t = useTexts()
  const uses = useQuery(computedUsesQuery(props.computed.id))
  return <Uses uses={uses} none={t('computed.uses_none')} />
}
