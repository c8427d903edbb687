import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Segmented, type TableColumnsType } from 'antd'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { AudiencePicker } from './AudiencePicker.tsx'
import { createPool, POOLS, type PoolRow, poolsQuery } from './api.ts'
import { contentOf } from './content.ts'
import styles from './Pool.module.css'
import { AudienceLink, OwnerName, PoolStateChip, useFieldName } from './words.tsx'

const route = getRouteApi('/app/pools')
/** How many of what is missing are named in the list. */
const SHOWN = 2
const STATES = ['live', 'draft', 'archived'] as const

export function PoolsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const given = route.useSearch()
  const state = STATES.find((one) => one === given.state)
  const mayWrite = useMay('audiences:write')
  const list = useQuery(poolsQuery(state))
  const columns = useColumns()
  const show = (next: Partial<typeof given>) =>
    void navigate({ to: '/pools', search: { ...given, ...next }, replace: true })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => show({ create: 'pool' })}>
      {t('pool_list.create')}
    </Button>
  )
  return (
    <Page title={t('pools.title')} purpose={t('pool_list.purpose')} actions={create}>
      <Filters>
        <Segmented
          aria-label={t('pool_list.state')}
          value={state ?? 'all'}
          onChange={(value) => show({ state: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('pool_list.all') },
            ...STATES.map((value) => ({ value, label: t(`pool_state.${value}`) })),
          ]}
        />
      </Filters>
      <PageTable<PoolRow>
        label={t('pools.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={1_020}
        skeletonLines={2}
        onOpen={({ id }) => void navigate({ to: '/pools/$poolId', params: { poolId: id } })}
        empty={
          state ? (
            <EmptyState title={t('pool_list.no_match')} />
          ) : (
            <EmptyState title={t('pool_list.empty')} action={create}>
              <p>{t('pool_list.empty_words')}</p>
            </EmptyState>
          )
        }
      />
      {given.create && mayWrite && (
        <NewPool audience={given.audience} onClose={() => show({ create: undefined })} />
      )}
    </Page>
  )
}

interface NewFields {
  name: string
  description?: string
  audience_id?: string | null
}

function NewPool(props: { audience: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<NewFields>()
  const pools = useQuery(poolsQuery(undefined))
  // What has no field here comes along when an existing pool is copied.
  const copied = Form.useWatch<string | undefined>('copied', { form, preserve: true })
  return (
    <FormDialog<NewFields, { id: string }>
      title={t('pool_list.create')}
      okText={t('action.create')}
      words={t('pool_list.create_words')}
      form={form}
      initial={{ audience_id: props.audience ?? null }}
      save={({ name, description = '', audience_id = null }) => {
        const from = pools.data?.items.find(({ id }) => id === copied)
        return createPool({
          ...(from && contentOf(from)),
          ...{ name: name.trim(), description: description.trim(), audience_id },
        })
      }}
      onSaved={async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: POOLS })
        await navigate({ to: '/pools/$poolId', params: { poolId: id } })
      }}
      onClose={props.onClose}
    >
      <CopyFrom
        from={pools.data?.items}
        nameOf={({ name }) => name}
        keyOf={({ id }) => id}
        onCopy={({ id, description, audience_id }) =>
          form.setFieldsValue({ copied: id, description, audience_id } as Partial<NewFields>)
        }
      />
      <Form.Item
        name="name"
        label={t('pool_field.name')}
        rules={[{ required: true, whitespace: true, message: t('pool_example.name') }]}
      >
        <Input autoFocus maxLength={100} placeholder={t('pool_example.name')} />
      </Form.Item>
      <Form.Item
        name="audience_id"
        label={t('pool_field.audience_id')}
        extra={t('pool_hint.audience_id')}
      >
        <AudiencePicker />
      </Form.Item>
      <Form.Item name="description" label={t('pool_field.description')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </FormDialog>
  )
}

function useColumns(): TableColumnsType<PoolRow> {
  const t = useTexts()
  const fieldName = useFieldName()
  const share = (count: number, { figures }: PoolRow) =>
    figures && figures.size > 0 ? percent(count / figures.size) : <Nothing />
  return [
    {
      key: 'name',
      title: t('pool_list.name'),
      render: (_, pool) => (
        <div className={styles.who}>
          <Link to="/pools/$poolId" params={{ poolId: pool.id }} className={styles.name}>
            {pool.name}
          </Link>
          <span className={styles.about} title={pool.description}>
            {pool.description || pool.why_come}
          </span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('pool_list.state'),
      width: 80,
      render: (_, { state }) => <PoolStateChip state={state} />,
    },
    {
      key: 'size',
      title: t('pool_list.size'),
      width: 88,
      align: 'right',
      render: (_, { figures }) => (figures ? <Count value={figures.size} /> : <Nothing />),
    },
    {
      key: 'calibres',
      title: (
        <span title={`${t('pool_about.friends')} ${t('pool_about.wechat')}`}>
          {t('pool_list.calibres')}
        </span>
      ),
      width: 112,
      align: 'right',
      render: (_, { figures }) =>
        figures ? (
          <>
            <Count value={figures.friends} /> / <Count value={figures.wechat} />
          </>
        ) : (
          <Nothing />
        ),
    },
    {
      key: 'reachable',
      title: t('pool_list.reachable'),
      width: 80,
      align: 'right',
      render: (_, pool) => share(pool.figures?.reachable ?? 0, pool),
    },
    {
      key: 'two_live',
      title: t('pool_list.two_live'),
      width: 100,
      align: 'right',
      render: (_, pool) => share(pool.figures?.two_live ?? 0, pool),
    },
    {
      key: 'owner',
      title: t('pool_list.owner'),
      width: 100,
      render: (_, { owner_id }) => <OwnerName id={owner_id} />,
    },
    {
      key: 'audience',
      title: t('pool_list.audience'),
      width: 116,
      render: (_, { audience_id }) =>
        audience_id ? <AudienceLink id={audience_id} /> : t('pool_list.no_audience'),
    },
    {
      key: 'missing',
      title: t('pool_list.missing'),
      width: 172,
      render: (_, { missing }) =>
        missing.length === 0 ? (
          <Chip tone="good">{t('pool_list.complete')}</Chip>
        ) : (
          <Chips>
            {missing.slice(0, SHOWN).map((field) => (
              <Chip key={field} tone="warning">
                {fieldName(field)}
              </Chip>
            ))}
            {missing.length > SHOWN && (
              <Chip tone="warning" title={missing.slice(SHOWN).map(fieldName).join(t('list.and'))}>
                {t('pool_list.missing_more', { count: missing.length - SHOWN })}
              </Chip>
            )}
          </Chips>
        ),
    },
  ]
}
