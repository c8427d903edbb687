import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type TableColumnsType, Tabs } from 'antd'
import { useCalled } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { assignLeads, formsQuery, LEAD_STATES, type Lead, leadsQuery } from './api.ts'
import { FirstOrders } from './FirstOrders.tsx'
import { FormsList } from './FormsList.tsx'
import { LeadBatch } from './LeadBatch.tsx'
import { LeadDrawer } from './LeadDrawer.tsx'
import styles from './Leads.module.css'
import { TONES } from './tones.ts'

const route = getRouteApi('/app/leads')
const PAGE = 50

/** Leads, the forms they come from, and the services that first orders start. */
export function LeadsPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const maySeeForms = useMay('shop:read')
  const tabs = maySeeForms
    ? (['leads', 'forms', 'first_orders'] as const)
    : (['leads', 'first_orders'] as const)
  const tab = tabs.find((one) => one === search.tab) ?? 'leads'
  return (
    <Page title={t('leads.title')} purpose={t('leads.purpose')}>
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          void navigate({ to: '/leads', search: key === 'leads' ? {} : { tab: key } })
        }
        items={tabs.map((key) => ({ key, label: t(`leads.tab_${key}`) }))}
      />
      {tab === 'forms' ? <FormsList /> : tab === 'first_orders' ? <FirstOrders /> : <Leads />}
    </Page>
  )
}

function Leads() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayWrite = useMay('leads:write')
  const maySeeForms = useMay('shop:read')
  const forms = useQuery({ ...formsQuery({ limit: 200 }), enabled: maySeeForms })
  const selection = useSelection()
  const state = LEAD_STATES.find((one) => one === search.state)
  const filter = { q: search.q, state, form_id: search.form, staff_id: search.staff }
  const due = search.due === 'overdue' || search.due === 'unowned' ? search.due : undefined
  const list = useQuery({
    ...leadsQuery({ ...filter, ...(due && { [due]: 'true' }), cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/leads',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const isFiltered = [...Object.values(filter), due].some(Boolean)
  return (
    <>
      <Filters>
        <SearchText value={search.q} label={t('leads.search')} onChange={(q) => change({ q })} />
        <ChoiceFilter
          label={t('leads.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={LEAD_STATES.map((value) => ({ value, label: t(`lead_state.${value}`) }))}
        />
        <ChoiceFilter
          label={t('leads.due')}
          value={due}
          onChange={(next) => change({ due: next })}
          options={(['overdue', 'unowned'] as const).map((value) => ({
            value,
            label: t(`leads.${value}`),
          }))}
        />
        {maySeeForms && (
          <ChoiceFilter
            label={t('leads.form')}
            value={search.form}
            onChange={(next) => change({ form: next })}
            options={(forms.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            width={160}
          />
        )}
        <div className={styles.picker}>
          <StaffPicker
            value={search.staff}
            onChange={(code) => change({ staff: code ?? undefined })}
            placeholder={t('leads.staff')}
          />
        </div>
        <ExportButton atEnd kind="leads" params={{ ...filter, ...(due && { [due]: true }) }} />
      </Filters>
      <PageTable<Lead>
        label={t('leads.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={900}
        skeletonLines={2}
        onOpen={({ id }) => void navigate({ to: '/leads', search: { ...search, lead: id } })}
        {...(mayWrite && {
          selection: { ...selection, nameOf: (lead: Lead) => lead.name ?? lead.phone ?? lead.id },
        })}
        empty={
          isFiltered ? (
            <EmptyState compact title={t('leads.no_match')} />
          ) : (
            <EmptyState title={t('leads.empty')}>
              <p>{t('leads.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {mayWrite && (
        <LeadBatch
          selection={selection}
          rows={list.data?.items}
          words={t('leads.assign_words')}
          assign={assignLeads}
        />
      )}
      {search.lead && (
        <LeadDrawer
          id={search.lead}
          onClose={() =>
            void navigate({ to: '/leads', search: (before) => ({ ...before, lead: undefined }) })
          }
        />
      )}
    </>
  )
}

function useColumns(): TableColumnsType<Lead> {
  const t = useTexts()
  const called = useCalled()
  return [
    {
      key: 'customer',
      title: t('leads.customer'),
      render: (_, lead) => (
        <div className={styles.two}>
          <Link to="/leads" search={(before) => ({ ...before, lead: lead.id })}>
            {called(lead)}
          </Link>
          <span className={styles.quiet}>{lead.phone}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('leads.state'),
      width: 120,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`lead_state.${state}`)}</Chip>,
    },
    {
      key: 'from',
      title: t('leads.from'),
      width: 220,
      render: (_, { form, channel }) => (
        <div className={styles.two}>
          <span>{form.name}</span>
          <span className={styles.quiet}>{channel.name}</span>
        </div>
      ),
    },
    {
      key: 'staff',
      title: t('leads.staff'),
      width: 160,
      render: (_, { staff, store }) => (
        <div className={styles.two}>
          <span>{staff?.name ?? t('leads.nobody')}</span>
          <span className={styles.quiet}>{store?.name}</span>
        </div>
      ),
    },
    {
      key: 'due',
      title: t('leads.due_at'),
      width: 140,
      render: (_, { due_at }) => (due_at ? <When at={due_at} /> : <Nothing />),
    },
    {
      key: 'created',
      title: t('leads.created_at'),
      width: 140,
      render: (_, { created_at }) => <When at={created_at} />,
    },
  ]
}
