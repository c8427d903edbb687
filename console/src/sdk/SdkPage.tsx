import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Input, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { writeKeysQuery } from '../keys/api.ts'
import { CodeBlock } from '../ui/Copy.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Arrivals } from './Arrivals.tsx'
import { KeyChoice } from './KeyChoice.tsx'
import styles from './Sdk.module.css'
import { faultOf, type Platform, platforms, snippetsOf } from './snippets.ts'
import { mistakes, steps } from './words.ts'

const route = getRouteApi('/app/sdk')

/** From choosing a platform to the first event that arrives, on one page. */
export function SdkPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const keys = useQuery(writeKeysQuery)
  const [server, setServer] = useState(location.origin)
  const [asks, setAsks] = useState(false)
  const [secret, setSecret] = useState('')
  const platform = platforms.find((one) => one === search.platform) ?? 'web'
  const kind = platform === 'server' ? 'server' : 'client'
  const key = keys.data?.items.find(
    (one) => one.id === search.key && one.kind === kind && !one.revoked_at,
  )
  const address = server.trim().replace(/\/+$/, '')
  const fault = faultOf(address, platform)
  const writeKey = (key && secret) || (key ? `${key.prefix}…` : t('sdk.key_here'))

  const choose = (next: { platform?: Platform; key?: string | undefined }) =>
    void navigate({ to: '/sdk', search: { platform, key: search.key, ...next }, replace: true })

  return (
    <Page title={t('sdk.title')} purpose={t('sdk.purpose')}>
      <Segmented<Platform>
        className={styles.platforms}
        value={platform}
        onChange={(value) => choose({ platform: value })}
        options={platforms.map((value) => ({ value, label: t(`sdk.platform_${value}`) }))}
        aria-label={t('sdk.platform')}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t('sdk.step_key')}>
            {keys.error ? (
              <ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} />
            ) : keys.data ? (
              <KeyChoice
                key={kind}
                keys={keys.data.items}
                kind={kind}
                chosen={{ id: key?.id, secret }}
                onChoose={(chosen) => {
                  setSecret(chosen.secret)
                  if (chosen.id !== key?.id) choose({ key: chosen.id })
                }}
              />
            ) : (
              <SkeletonLines lines={4} />
            )}
          </Panel>
          <Panel title={t('sdk.step_code')}>
            <div className={styles.code}>
              <div className={styles.field}>
                <label htmlFor="sdk-server">{t('sdk.server')}</label>
                <Input
                  id="sdk-server"
                  value={server}
                  onChange={(event) => setServer(event.target.value)}
                />
              </div>
              {fault && <Alert type="warning" showIcon title={t(`sdk.fault_${fault}`)} />}
              {(platform === 'web' || platform === 'mini_program') && (
                <div className={styles.switch}>
                  <Switch id="sdk-asks" size="small" checked={asks} onChange={setAsks} />
                  <label htmlFor="sdk-asks">
                    {t(platform === 'web' ? 'sdk.asks' : 'sdk.asks_wechat')}
                  </label>
                </div>
              )}
              <ol className={styles.steps}>
                {steps[platform].map((step) => (
                  <li key={step}>{t(step)}</li>
                ))}
              </ol>
              {platform === 'mini_program' && (
                <Button
                  icon={<DownloadOutlined />}
                  href="/sdk/homefield-miniprogram.js"
                  download="homefield-miniprogram.js"
                  className={styles.download}
                >
                  {t('sdk.download')}
                </Button>
              )}
              {snippetsOf(platform, { server: address, writeKey, asks }).map(({ place, code }) => (
                <CodeBlock key={place} label={place} code={code} />
              ))}
            </div>
          </Panel>
        </div>
        <div className={styles.column}>
          <Panel title={t('sdk.step_wait')}>
            {key ? (
              <Arrivals key={key.id} writeKey={key} />
            ) : (
              <p className={styles.hint}>{t('sdk.no_key_yet')}</p>
            )}
          </Panel>
          <Panel title={t('sdk.mistakes')}>
            <ul className={styles.mistakes}>
              {mistakes[platform].map((mistake) => (
                <li key={mistake}>{t(mistake)}</li>
              ))}
            </ul>
          </Panel>
        </div>
      </div>
    </Page>
  )
}
