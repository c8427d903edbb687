import { PlusOutlined } from '@ant-design/icons'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { CreateInbound } from './CreateInbound.tsx'
import { CreateWebhook } from './CreateWebhook.tsx'
import { Inbound } from './Inbound.tsx'
import styles from './Integration.module.css'
import { Plugins } from './Plugins.tsx'
import { Webhooks } from './Webhooks.tsx'

const route = getRouteApi('/app/integrations')

/** Others' systems: which are told what happens here, and where they leave what happened there. */
export function IntegrationsPage() {
  const t = useTexts()
  const { kind, create } = route.useSearch()
  const navigate = useNavigate()
  const isInbound = kind === 'inbound'
  const isPlugins = kind === 'plugins'
  const setCreating = (wanted: boolean) =>
    void navigate({ to: '/integrations', search: { kind, create: wanted ? 'true' : undefined } })

  return (
    <Page
      title={t('integration.title')}
      purpose={t('integration.purpose')}
      actions={
        !isPlugins && (
          <>
            <ExportButton kind={isInbound ? 'inbound_addresses' : 'webhooks'} />
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {isInbound ? t('inbound.create') : t('webhook.create')}
            </Button>
          </>
        )
      }
    >
      <Tabs
        activeKey={isInbound || isPlugins ? kind : 'webhooks'}
        onChange={(key) =>
          void navigate({
            to: '/integrations',
            search: { kind: key === 'webhooks' ? undefined : key },
          })
        }
        items={[
          {
            key: 'webhooks',
            label: t('webhook.tab'),
            children: (
              <div className={styles.tab}>
                <p className={styles.words}>{t('webhook.words')}</p>
                <Webhooks />
              </div>
            ),
          },
          {
            key: 'inbound',
            label: t('inbound.tab'),
            children: (
              <div className={styles.tab}>
                <p className={styles.words}>{t('inbound.words')}</p>
                <Inbound />
              </div>
            ),
          },
          {
            key: 'plugins',
            label: t('plugin.tab'),
            children: (
              <div className={styles.tab}>
                <p className={styles.words}>{t('plugin.words')}</p>
                <Plugins />
              </div>
            ),
          },
        ]}
      />
      {isInbound && (
        <CreateInbound open={create !== undefined} onClose={() => setCreating(false)} />
      )}
      {!isInbound && !isPlugins && (
        <CreateWebhook open={create !== undefined} onClose={() => setCreating(false)} />
      )}
    </Page>
  )
}
