import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Select, Switch, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useEventTitle } from '../events/words.ts'
import { useLocale } from '../format/locale.tsx'
import { wholeTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  changeWebhook,
  type Delivery,
  type DeliveryState,
  deliveriesQuery,
  replayDeliveries,
  replayDelivery,
  testWebhook,
  type Webhook,
  webhookQuery,
} from './api.ts'
import { EditWebhook } from './EditWebhook.tsx'
import { EventNames } from './EventNames.tsx'
import styles from './Integration.module.css'
import { ReplayRange } from './ReplayRange.tsx'

const route = getRouteApi('/app/integrations/webhooks/$webhookId')
const PAGE = 50
const STATES: DeliveryState[] = ['waiting', 'delivered', 'given_up']

/** A webhook and what it was told. */
export function WebhookPage() {
  const t = useTexts()
  const { webhookId } = route.useParams()
  const hook = useQuery(webhookQuery(webhookId))
  if (hook.data) return <Known hook={hook.data} />
  return (
    <Page title={t('webhook.one')}>
      <Panel>
        {hook.error ? (
          <ErrorPanel error={hook.error} onRetry={() => void hook.refetch()} />
        ) : (
          <SkeletonLines lines={10} />
        )}
      </Panel>
    </Page>
  )
}

function Known(props: { hook: Webhook }) {
  const { hook } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { state, cursor } = route.useSearch()
  const [editing, setEditing] = useState(false)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] })
  const errorWords = useErrorWords()
  const failed = (error: Error) => void message.error(errorWords(error).title)
  const selection = useSelection()
  const switching = useMutation({
    mutationFn: (isOn: boolean) => changeWebhook(hook.id, { is_on: isOn }),
    onSuccess: refresh,
    onError: failed,
  })
  const testing = useMutation({
    mutationFn: () => testWebhook(hook.id),
    onSuccess: async () => {
      void message.info(t('webhook.test_sent'))
      await refresh()
    },
    onError: failed,
  })
  const replaying = useMutation({
    mutationFn: () => replayDeliveries(hook.id, {}),
    onSuccess: async ({ count }) => {
      void message.success(t('webhook.replayed', { count }))
      await refresh()
    },
    onError: failed,
  })
  const wanted = STATES.find((one) => one === state)
  const list = useQuery({
    ...deliveriesQuery(hook.id, {
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
      ...(wanted ? { state: wanted } : {}),
    }),
    placeholderData: keepPreviousData,
  })
  const columns = useColumns()

  return (
    <Page
      title={hook.name}
      facts={
        <div className={styles.facts}>
          <code className={styles.address}>{hook.url}</code>
          <EventNames names={hook.events} max={8} />
        </div>
      }
      actions={
        <>
          <Switch
            checked={hook.is_on}
            loading={switching.isPending}
            checkedChildren={t('webhook.on')}
            unCheckedChildren={t('webhook.off')}
            aria-label={t('webhook.on')}
            onChange={(isOn) => switching.mutate(isOn)}
          />
          <Button onClick={() => setEditing(true)}>{t('webhook.edit')}</Button>
          {hook.given_up > 0 && (
            <Button loading={replaying.isPending} onClick={() => replaying.mutate()}>
              {t('webhook.replay_all', { count: hook.given_up })}
            </Button>
          )}
          <Button type="primary" loading={testing.isPending} onClick={() => testing.mutate()}>
            {t('webhook.test')}
          </Button>
        </>
      }
    >
      <Troubles hook={hook} />
      <Filters>
        <Select<DeliveryState | ''>
          value={wanted ?? ''}
          aria-label={t('webhook.state')}
          popupMatchSelectWidth={false}
          onChange={(next) =>
            void navigate({
              to: '/integrations/webhooks/$webhookId',
              params: { webhookId: hook.id },
              search: { state: next || undefined },
            })
          }
          options={[
            { value: '', label: t('webhook.every_state') },
            ...STATES.map((value) => ({ value, label: t(`delivery_state.${value}`) })),
          ]}
        />
        <ReplayRange webhookId={hook.id} />
        <ExportButton
          atEnd
          kind="webhook_deliveries"
          params={{ webhook_id: hook.id, ...(wanted && { state: wanted }) }}
        />
      </Filters>
      <PageTable<Delivery>
        label={t('webhook.deliveries')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(one) => one.id}
        minWidth={900}
        selection={{ ...selection, nameOf: (one) => `${one.name} ${one.made_at}` }}
        expandable={{ expandedRowRender: (one) => <Details delivery={one} /> }}
        empty={
          <EmptyState title={t('webhook.no_deliveries')}>
            <p>{t('webhook.no_deliveries_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <BatchBar selection={selection}>
        <SureButton
          label={t('webhook.replay')}
          run={async () =>
            t('webhook.replayed', {
              count: (await replayDeliveries(hook.id, { ids: selection.keys })).count,
            })
          }
          onDone={async () => {
            selection.clear()
            await refresh()
          }}
        />
      </BatchBar>
      <EditWebhook hook={hook} open={editing} onClose={() => setEditing(false)} />
    </Page>
  )
}

/** Why nothing goes out, or what is about to change, before the log is read. */
function Troubles(props: { hook: Webhook }) {
  const { hook } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const time = (at: string) => wholeTime(new Date(at), timeZone)
  return (
    <>
      {hook.off_because && (
        <Alert
          type="error"
          title={t(`webhook.off_${hook.off_because}`)}
          description={t(`webhook.off_${hook.off_because}_words`)}
        />
      )}
      {hook.is_on && hook.failing_since && (
        <Alert
          type="warning"
          title={t('webhook.failing_since', { time: time(hook.failing_since) })}
          description={t('webhook.failing_words')}
        />
      )}
      {hook.old_secret_until && (
        <Alert
          type="info"
          title={t('webhook.secret_overlap', { until: time(hook.old_secret_until) })}
        />
      )}
    </>
  )
}

const TONES = { waiting: 'warning', delivered: 'good', given_up: 'bad' } as const

function useColumns(): TableColumnsType<Delivery> {
  const t = useTexts()
  const titleOf = useEventTitle()
  return [
    {
      key: 'made_at',
      title: t('webhook.made_at'),
      width: 130,
      render: (_, one) => <When at={one.made_at} />,
    },
    {
      key: 'name',
      title: t('webhook.event'),
      render: (_, one) => (
        <span title={one.name}>
          {one.name === 'test' ? t('webhook.test') : (titleOf(one.name) ?? one.name)}
        </span>
      ),
    },
    {
      key: 'customer',
      title: t('webhook.customer'),
      width: 110,
      render: (_, one) =>
        one.customer_id ? (
          <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
            #{one.customer_id}
          </Link>
        ) : (
          <Nothing />
        ),
    },
    {
      key: 'state',
      title: t('webhook.state'),
      width: 110,
      render: (_, one) => <Chip tone={TONES[one.state]}>{t(`delivery_state.${one.state}`)}</Chip>,
    },
    {
      key: 'answer',
      title: t('webhook.answer'),
      width: 170,
      render: (_, one) =>
        one.answered_status === null ? (
          <Nothing />
        ) : one.answered_status === 0 ? (
          t('webhook.no_answer')
        ) : (
          t('webhook.answered', { status: one.answered_status, ms: one.took_ms ?? 0 })
        ),
    },
    {
      key: 'attempts',
      title: t('webhook.attempts'),
      width: 96,
      align: 'right',
      render: (_, one) => one.attempts,
    },
    {
      key: 'next',
      title: t('webhook.next_at'),
      width: 130,
      render: (_, one) =>
        one.next_at === null ? (
          <Nothing />
        ) : one.attempts === 0 ? (
          t('webhook.in_turn')
        ) : (
          <When at={one.next_at} />
        ),
    },
  ]
}

function Details(props: { delivery: Delivery }) {
  const { delivery } = props
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const replaying = useMutation({
    mutationFn: () => replayDelivery(delivery.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <div className={styles.detail}>
      {delivery.answered_text && (
        <>
          <strong>{t('webhook.answer')}</strong>
          <pre className={styles.body}>{delivery.answered_text}</pre>
        </>
      )}
      <strong>{t('webhook.body')}</strong>
      <pre className={styles.body}>{JSON.stringify(JSON.parse(delivery.body), null, 2)}</pre>
      {delivery.state !== 'waiting' && delivery.name !== 'test' && (
        <div>
          <Button size="small" loading={replaying.isPending} onClick={() => replaying.mutate()}>
            {t('webhook.replay')}
          </Button>
        </div>
      )}
    </div>
  )
}
