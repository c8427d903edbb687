import { AppstoreAddOutlined, CloseOutlined, FolderOutlined, PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SavedViews } from '../ui/SavedViews.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import styles from './AudiencesPage.module.css'
import {
  AUDIENCES,
  type Audience,
  type AudienceSearch,
  audiencesQuery,
  changeAudiences,
  hasMembership,
} from './api.ts'
import { NewList } from './NewList.tsx'
import { ruleText } from './ruleText.ts'
import { SizeSpark } from './SizeSpark.tsx'
import { useVocabulary } from './vocabulary.ts'
import { Freshness, StateChip } from './words.tsx'

const route = getRouteApi('/app/audiences')
const PAGE = 30
const STATES = ['live', 'draft', 'paused', 'archived'] as const
const KINDS = ['rule', 'static'] as const
const SORTS = ['updated', 'created', 'name', 'size'] as const satisfies readonly NonNullable<
  AudienceSearch['sort']
>[]

export function AudiencesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const given = route.useSearch()
  const { q, folder, cursor } = given
  const [isNaming, setNaming] = useState(false)
  const state = STATES.find((one) => one === given.state)
  const kind = KINDS.find((one) => one === given.kind)
  const sort = SORTS.find((one) => one === given.sort)
  const mayWrite = useMay('audiences:write')
  const selection = useSelection()
  const list = useQuery({
    ...audiencesQuery({ q, state, kind, folder, sort, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const run = useBatch({
    selection,
    rows: list.data?.items,
    keyOf: (audience) => audience.id,
    nameOf: (audience) => audience.name,
    changed: () => queryClient.invalidateQueries({ queryKey: AUDIENCES }),
  })
  const columns = useColumns()
  const show = (next: Partial<typeof given>) =>
    void navigate({
      to: '/audiences',
      search: { ...given, cursor: undefined, ...next },
      replace: true,
    })
  const step = (wanted: 'go_live' | 'pause' | 'resume' | 'archive' | 'take_back') => () =>
    run((ids) => changeAudiences({ ids, set: { step: wanted, tell: false } }))
  const create = mayWrite && (
    <>
      <Button onClick={() => setNaming(true)}>{t('audience_fill.create')}</Button>
      <ButtonLink to="/audiences/templates" icon={<AppstoreAddOutlined />}>
        {t('audience_list.from_template')}
      </ButtonLink>
      <ButtonLink to="/audiences/new" color="primary" variant="solid" icon={<PlusOutlined />}>
        {t('audiences.create')}
      </ButtonLink>
    </>
  )
  return (
    <Page
      title={t('audiences.title')}
      purpose={t('audience_list.purpose')}
      actions={
        <>
          <ExportButton kind="audiences" params={{ q, state, kind, folder }} />
          {create}
        </>
      }
    >
      <Filters>
        <SavedViews list="audiences" />
        <SearchText
          value={q}
          label={t('audience_list.search')}
          onChange={(text) => show({ q: text })}
        />
        <Segmented
          aria-label={t('audience_list.state')}
          value={state ?? 'all'}
          onChange={(value) => show({ state: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('audience_list.all') },
            ...STATES.map((value) => ({ value, label: t(`audience_state.${value}`) })),
          ]}
        />
        <ChoiceFilter
          label={t('audience_list.kind')}
          value={kind}
          onChange={(value?: string) => show({ kind: value })}
          options={KINDS.map((value) => ({ value, label: t(`audience_list.kind_${value}`) }))}
        />
        {folder !== undefined && (
          <Button
            icon={<FolderOutlined />}
            title={t('filter.clear')}
            onClick={() => show({ folder: undefined })}
          >
            {folder} <CloseOutlined aria-hidden />
          </Button>
        )}
        <span className={styles.gap} />
        <Select
          aria-label={t('audience_list.sort')}
          popupMatchSelectWidth={false}
          value={sort ?? 'updated'}
          onChange={(value) => show({ sort: value === 'updated' ? undefined : value })}
          options={SORTS.map((value) => ({ value, label: t(`audience_list.sort_${value}`) }))}
        />
      </Filters>
      <PageTable<Audience>
        label={t('audiences.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(audience) => audience.id}
        minWidth={980}
        skeletonLines={2}
        selection={mayWrite ? { ...selection, nameOf: (audience) => audience.name } : undefined}
        onOpen={(audience) =>
          void navigate({ to: '/audiences/$audienceId', params: { audienceId: audience.id } })
        }
        empty={
          q || state || kind || folder ? (
            <EmptyState title={t('audience_list.no_match')} />
          ) : (
            <EmptyState title={t('audience_list.empty')} action={create}>
              <p>{t('audience_list.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      {isNaming && <NewList onClose={() => setNaming(false)} />}
      <BatchBar selection={selection}>
        <BatchAction label={t('audience_step.go_live')} type="primary" onRun={step('go_live')} />
        <BatchAction label={t('audience_step.pause')} onRun={step('pause')} />
        <BatchAction label={t('audience_step.resume')} onRun={step('resume')} />
        {state === 'archived' ? (
          <BatchAction label={t('audience_step.take_back')} onRun={step('take_back')} />
        ) : (
          <BatchAction
            danger
            label={t('audience_step.archive')}
            ask={{
              title: t('audience_list.archive_title', { count: selection.keys.length }),
              words: t('audience_list.archive_words'),
            }}
            onRun={step('archive')}
          />
        )}
      </BatchBar>
    </Page>
  )
}

function useColumns(): TableColumnsType<Audience> {
  const t = useTexts()
  const { sayer } = useVocabulary()
  return [
    {
      key: 'name',
      title: t('audience_list.name'),
      render: (_, audience) => (
        <div className={styles.who}>
          <Link
            to="/audiences/$audienceId"
            params={{ audienceId: audience.id }}
            className={styles.name}
          >
            {audience.name}
          </Link>
          <span className={styles.about} title={audience.description}>
            {audience.rule
              ? ruleText(audience.rule, { ...sayer, most: 3 })
              : t(audience.kind === 'static' ? 'audience_list.is_list' : 'audience_list.no_rule')}
          </span>
          {(audience.folder !== '' || audience.labels.length > 0) && (
            <Chips>
              {audience.folder !== '' && (
                <Link to="/audiences" search={{ folder: audience.folder }}>
                  <FolderOutlined aria-hidden /> {audience.folder}
                </Link>
              )}
              {audience.labels.map((label) => (
                <Link key={label} to="/audiences" search={{ q: label }}>
                  <Chip>{label}</Chip>
                </Link>
              ))}
            </Chips>
          )}
        </div>
      ),
    },
    {
      key: 'state',
      title: t('audience_list.state'),
      width: 92,
      render: (_, { state }) => <StateChip state={state} />,
    },
    {
      key: 'size',
      title: t('audience_list.size'),
      width: 96,
      align: 'right',
      render: (_, audience) =>
        hasMembership(audience) ? <Count value={audience.size} /> : <Nothing />,
    },
    {
      key: 'week',
      title: t('audience_list.week'),
      width: 210,
      render: (_, audience) => <Week audience={audience} />,
    },
    {
      key: 'fresh',
      title: t('audience_list.fresh'),
      width: 110,
      render: (_, audience) => <Freshness of={audience} at={audience.evaluated_at} />,
    },
    {
      key: 'uses',
      title: t('audience_list.uses'),
      width: 84,
      align: 'right',
      render: (_, { used_by }) => (used_by === 0 ? <Nothing /> : <Count value={used_by} />),
    },
    {
      key: 'updated',
      title: t('audience_list.updated'),
      width: 150,
      render: (_, { updated_at, updated_by }) => (
        <div className={styles.who}>
          <When at={updated_at} />
          <span className={styles.about}>{updated_by}</span>
        </div>
      ),
    },
  ]
}

function Week(props: { audience: Audience }) {
  const { audience } = props
  const t = useTexts()
  if (audience.month.length === 0) return <Nothing />
  const { entered, left } = audience.week
  return (
    <div style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
      <SizeSpark sizes={audience.month} name={audience.name} />
      <span className={styles.week} title={t('audience_list.week_hint')}>
        {entered === 0 && left === 0 ? (
          <span className={styles.quiet}>±0</span>
        ) : (
          `+${exactNumber(entered)} −${exactNumber(left)}`
        )}
      </span>
    </div>
  )
}
