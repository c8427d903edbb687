import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { ExportButton } from '../../desk/ExportButton.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { BatchBar, useSelection } from '../../ui/BatchBar.tsx'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { BatchAction, useBatch } from '../../ui/batchRun.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Count } from '../../ui/Figures.tsx'
import { Filters, Page } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { SavedViews } from '../../ui/SavedViews.tsx'
import { SearchText } from '../../ui/SearchText.tsx'
import { Nothing } from '../../ui/When.tsx'
import listStyles from '../AudiencesPage.module.css'
import { Freshness, StateChip } from '../words.tsx'
import { COMPUTED, type Computed, changeComputed, computedListQuery } from './api.ts'
import { useDefinitionText } from './words.ts'

const route = getRouteApi('/app/computed-attributes')
const STATES = ['live', 'paused'] as const

export function ComputedListPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const given = route.useSearch()
  const state = STATES.find((one) => one === given.state)
  const mayWrite = useMay('audiences:write')
  const selection = useSelection()
  const list = useQuery({
    ...computedListQuery({ q: given.q, state }),
    placeholderData: keepPreviousData,
  })
  const run = useBatch({
    selection,
    rows: list.data?.items,
    keyOf: (one) => one.id,
    nameOf: (one) => one.label,
    changed: () => queryClient.invalidateQueries({ queryKey: COMPUTED }),
  })
  const columns = useColumns()
  const show = (next: Partial<typeof given>) =>
    void navigate({ to: '/computed-attributes', search: { ...given, ...next }, replace: true })
  const step = (wanted: 'pause' | 'resume' | 'delete') => () =>
    run((ids) => changeComputed({ ids, step: wanted }))
  const create = mayWrite && (
    <ButtonLink
      to="/computed-attributes/new"
      color="primary"
      variant="solid"
      icon={<PlusOutlined />}
    >
      {t('computed.create')}
    </ButtonLink>
  )
  return (
    <Page
      title={t('computed.title')}
      purpose={t('computed.purpose')}
      actions={
        <>
          <ExportButton kind="computed_attributes" params={{ q: given.q, state }} />
          {create}
        </>
      }
    >
      <Filters>
        <SavedViews list="computed_attributes" />
        <SearchText value={given.q} label={t('computed.search')} onChange={(q) => show({ q })} />
        <Segmented
          aria-label={t('audience_list.state')}
          value={state ?? 'all'}
          onChange={(value) => show({ state: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('audience_list.all') },
            ...STATES.map((value) => ({ value, label: t(`audience_state.${value}`) })),
          ]}
        />
      </Filters>
      <PageTable<Computed>
        label={t('computed.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(one) => one.id}
        minWidth={900}
        skeletonLines={2}
        selection={mayWrite ? { ...selection, nameOf: (one) => one.label } : undefined}
        onOpen={(one) =>
          void navigate({ to: '/computed-attributes/$computedId', params: { computedId: one.id } })
        }
        empty={
          given.q || state ? (
            <EmptyState title={t('computed.no_match')} />
          ) : (
            <EmptyState title={t('computed.empty')} action={create}>
              <p>{t('computed.empty_words')}</p>
            </EmptyState>
          )
        }
      />
      <BatchBar selection={selection}>
        <BatchAction label={t('audience_step.pause')} onRun={step('pause')} />
        <BatchAction label={t('audience_step.resume')} onRun={step('resume')} />
        <BatchAction
          danger
          label={t('computed.delete')}
          ask={{
            title: t('computed.delete_title', { count: selection.keys.length }),
            words: t('computed.delete_words'),
          }}
          onRun={step('delete')}
        />
      </BatchBar>
    </Page>
  )
}

function useColumns(): TableColumnsType<Computed> {
  const t = useTexts()
  const definitionText = useDefinitionText()
  return [
    {
      key: 'label',
      title: t('computed_field.label_of'),
      render: (_, one) => (
        <div className={listStyles.who}>
          <Link
            to="/computed-attributes/$computedId"
            params={{ computedId: one.id }}
            className={listStyles.name}
          >
            {one.label}
          </Link>
          <span className={listStyles.about} title={definitionText(one)}>
            {definitionText(one)}
          </span>
        </div>
      ),
    },
    {
      key: 'name',
      title: t('computed_field.name'),
      width: 160,
      ellipsis: true,
      render: (_, { name }) => <code>{name}</code>,
    },
    {
      key: 'kind',
      title: t('computed_field.kind'),
      width: 120,
      render: (_, { definition }) => <Chip>{t(`computed_kind.${definition.kind}`)}</Chip>,
    },
    {
      key: 'state',
      title: t('audience_list.state'),
      width: 92,
      render: (_, { state }) => <StateChip state={state} />,
    },
    {
      key: 'customers',
      title: t('computed_preview.customers'),
      width: 110,
      align: 'right',
      render: (_, { customers }) =>
        customers === null ? <Nothing /> : <Count value={customers} />,
    },
    {
      key: 'fresh',
      title: t('audience_list.fresh'),
      width: 120,
      render: (_, one) => <Freshness of={one} at={one.as_of} />,
    },
    {
      key: 'uses',
      title: t('audience_list.uses'),
      width: 84,
      align: 'right',
      render: (_, { used_by }) => (used_by === 0 ? <Nothing /> : <Count value={used_by} />),
    },
  ]
}
