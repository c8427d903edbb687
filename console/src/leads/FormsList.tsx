import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import {
  copyForm,
  createForm,
  FORM_STATES,
  type FormRow,
  FUNNEL,
  formsQuery,
  useLeadsChanged,
} from './api.ts'
import { newDraft } from './draft.ts'

const route = getRouteApi('/app/leads')
const PAGE = 50
export const FORM_TONES = { draft: 'plain', live: 'good', stopped: 'warning' } as const

/** Forms with how far customers came in them. */
export function FormsList() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('shop:write') && scope.kind === 'all'
  const [making, make] = useState<'new' | FormRow>()
  const state = FORM_STATES.find((one) => one === search.state)
  const list = useQuery({
    ...formsQuery({ q: search.q, state, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/leads',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => make('new')}>
      {t('lead_forms.new')}
    </Button>
  )
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('lead_forms.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('leads.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={FORM_STATES.map((value) => ({ value, label: t(`form_state.${value}`) }))}
        />
        <ExportButton kind="lead_forms" params={{ q: search.q, state }} />
        {create}
      </Filters>
      <PageTable<FormRow>
        label={t('leads.tab_forms')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns(mayWrite ? make : undefined)}
        rowKey={({ id }) => id}
        minWidth={860}
        empty={
          search.q || state ? (
            <EmptyState compact title={t('lead_forms.no_match')} />
          ) : (
            <EmptyState title={t('lead_forms.empty')} action={create}>
              <p>{t('lead_forms.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {making && <NewForm from={making} onClose={() => make(undefined)} />}
    </>
  )
}

/** A new form, or another one like it. */
function NewForm({ from, onClose }: { from: 'new' | FormRow; onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const changed = useLeadsChanged()
  return (
    <FormDialog<{ name: string }, { id: string }>
      title={t(from === 'new' ? 'lead_forms.new' : 'lead_forms.copy')}
      okText={t('action.save')}
      initial={from === 'new' ? {} : { name: t('lead_forms.copy_of', { name: from.name }) }}
      save={({ name }) =>
        from === 'new'
          ? createForm({ name: name.trim(), draft: newDraft(t, name.trim()) })
          : copyForm(from.id, name.trim())
      }
      onSaved={async ({ id }) => {
        await changed()
        await navigate({ to: '/leads/forms/$formId', params: { formId: id } })
      }}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('lead_forms.name')}
        extra={t('lead_forms.name_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
    </FormDialog>
  )
}

function useColumns(onCopy: ((form: FormRow) => void) | undefined): TableColumnsType<FormRow> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('lead_forms.name'),
      render: (_, { id, name }) => (
        <Link to="/leads/forms/$formId" params={{ formId: id }}>
          {name}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('leads.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={FORM_TONES[state]}>{t(`form_state.${state}`)}</Chip>,
    },
    {
      key: 'channels',
      title: t('lead_forms.channels'),
      width: 90,
      align: 'right' as const,
      render: (_, { channels }) => <Count value={channels} />,
    },
    ...FUNNEL.map((step) => ({
      key: step,
      title: t(`lead_forms.${step}`),
      width: 90,
      align: 'right' as const,
      render: (_: unknown, form: FormRow) => <Count value={form[step]} />,
    })),
    ...(onCopy
      ? [
          {
            key: 'acts',
            width: 90,
            render: (_: unknown, form: FormRow) => (
              <Button type="link" size="small" onClick={() => onCopy(form)}>
                {t('lead_forms.copy')}
              </Button>
            ),
          },
        ]
      : []),
  ]
}
