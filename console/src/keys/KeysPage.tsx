import { PlusOutlined } from '@ant-design/icons'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { ApiKeys } from './ApiKeys.tsx'
import type { ApiKey, WriteKey } from './api.ts'
import { CreateApiKey } from './CreateApiKey.tsx'
import { CreateWriteKey } from './CreateWriteKey.tsx'
import styles from './Keys.module.css'
import { WriteKeys } from './WriteKeys.tsx'

const route = getRouteApi('/app/keys')

/** Keys to send events with, and keys to use the API with. */
export function KeysPage() {
  const t = useTexts()
  const { kind, create } = route.useSearch()
  const navigate = useNavigate()
  // A link can open the dialog: `create` names it, and closing takes it out of the address.
  const creating = create !== undefined
  const setCreating = (wanted: boolean) =>
    void navigate({
      to: '/keys',
      search: { kind, create: wanted ? (kind ?? 'write') : undefined },
    })
  const isApi = kind === 'api'
  const [copied, setCopied] = useState<{ api?: ApiKey; write?: WriteKey }>({})
  const copy = (from: { api?: ApiKey; write?: WriteKey }) => {
    setCopied(from)
    setCreating(true)
  }
  const close = () => {
    setCreating(false)
    setCopied({})
  }

  return (
    <Page
      title={t('keys.title')}
      purpose={t('keys.purpose')}
      actions={
        <>
          <ExportButton kind={isApi ? 'api_keys' : 'write_keys'} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {isApi ? t('keys.create_api') : t('keys.create_write')}
          </Button>
        </>
      }
    >
      <Tabs
        activeKey={isApi ? 'api' : 'write'}
        onChange={(key) =>
          void navigate({ to: '/keys', search: { kind: key === 'api' ? 'api' : undefined } })
        }
        items={[
          {
            key: 'write',
            label: t('key.write_key'),
            children: (
              <div className={styles.tab}>
                <p className={styles.words}>{t('keys.write_words')}</p>
                <WriteKeys onCopy={(write) => copy({ write })} />
              </div>
            ),
          },
          {
            key: 'api',
            label: t('key.api_key'),
            children: (
              <div className={styles.tab}>
                <p className={styles.words}>{t('keys.api_words')}</p>
                <ApiKeys onCopy={(api) => copy({ api })} />
              </div>
            ),
          },
        ]}
      />
      {isApi ? (
        <CreateApiKey open={creating} from={copied.api} onClose={close} />
      ) : (
        <CreateWriteKey open={creating} from={copied.write} onClose={close} />
      )}
    </Page>
  )
}
