import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { changeWebhooks, type Webhook, webhooksQuery } from './api.ts'
import { EventNames } from './EventNames.tsx'
import styles from './Integration.module.css'
import { Switches } from './Switches.tsx'

export function Webhooks() {
  const t = useTexts()
  const navigate = useNavigate()
  const list = useQuery(webhooksQuery)
  const selection = useSelection()
  const columns: TableColumnsType<Webhook> = [
    {
      key: 'name',
      title: t('webhook.name'),
      render: (_, hook) => (
        <span className={styles.name}>
          <Link to="/integrations/webhooks/$webhookId" params={{ webhookId: hook.id }}>
            <strong>{hook.name}</strong>
          </Link>
          <span className={styles.url} title={hook.url}>
            {hook.url}
          </span>
        </span>
      ),
    },
    {
      key: 'events',
      title: t('webhook.events'),
      width: 320,
      render: (_, hook) => <EventNames names={hook.events} max={3} />,
    },
    {
      key: 'state',
      title: t('webhook.state'),
      width: 200,
      render: (_, hook) => (
        <span className={styles.counts}>
          {!hook.is_on && (
            <Chip tone={hook.off_because ? 'bad' : 'plain'}>
              {t(hook.off_because ? `webhook.off_${hook.off_because}` : 'webhook.off')}
            </Chip>
          )}
          {hook.is_on && hook.failing_since && <Chip tone="bad">{t('webhook.failing')}</Chip>}
          {hook.given_up > 0 && (
            <Chip tone="bad">{t('webhook.given_up_count', { count: hook.given_up })}</Chip>
          )}
          {hook.waiting > 0 && (
            <Chip tone="warning">{t('webhook.waiting_count', { count: hook.waiting })}</Chip>
          )}
          {hook.is_on && !hook.failing_since && hook.given_up === 0 && hook.waiting === 0 && (
            <Chip tone="good">{t('webhook.fine')}</Chip>
          )}
        </span>
      ),
    },
    {
      key: 'last',
      title: t('webhook.last_delivered_at'),
      width: 130,
      render: (_, hook) =>
        hook.last_delivered_at ? <When at={hook.last_delivered_at} /> : <Nothing />,
    },
  ]
  return (
    <>
      <PageTable<Webhook>
        selection={{ ...selection, nameOf: (hook) => hook.name }}
        label={t('webhook.tab')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(hook) => hook.id}
        onOpen={(hook) =>
          void navigate({ to: '/integrations/webhooks/$webhookId', params: { webhookId: hook.id } })
        }
        minWidth={860}
        skeletonLines={2}
        skeletonRows={3}
        empty={
          <EmptyState title={t('webhook.none')}>
            <p>{t('webhook.none_words')}</p>
          </EmptyState>
        }
      />
      <Switches
        selection={selection}
        rows={list.data?.items}
        keyOf={(hook) => hook.id}
        change={(ids, action) => changeWebhooks({ ids, action })}
        remove={(ids) => changeWebhooks({ ids, action: 'remove' })}
        removeWords={t('webhook.remove_words')}
        queryKey="webhooks"
      />
    </>
  )
}
