import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, Switch, Tabs } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { type Purpose, privacySettingsQuery, savePrivacySettings } from './api.ts'
import { Loaded } from './Loaded.tsx'
import { PurposeForm } from './PurposeForm.tsx'
import { PurposeList } from './PurposeList.tsx'
import styles from './people.module.css'
import { RequestList } from './RequestList.tsx'

const route = getRouteApi('/app/privacy')

/** What customers are asked to agree to, and what they asked about their data. */
export function PrivacyPage() {
  const t = useTexts()
  const { tab, cursor } = route.useSearch()
  const navigate = useNavigate()
  const mayManage = useMay('settings:manage')
  const mayErase = useMay('customers:erase')
  const [edited, setEdited] = useState<Purpose | 'new'>()
  const [copied, setCopied] = useState<Purpose>()
  return (
    <Page
      title={t('privacy.title')}
      purpose={t('privacy.purpose')}
      actions={
        mayManage && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('purpose.add')}
          </Button>
        )
      }
    >
      <Tabs
        activeKey={tab === 'requests' && mayErase ? 'requests' : 'purposes'}
        onChange={(key) =>
          void navigate({
            to: '/privacy',
            search: { tab: key === 'requests' ? key : undefined, cursor: undefined },
            replace: true,
          })
        }
        items={[
          {
            key: 'purposes',
            label: t('purpose.title'),
            children: <PurposeList onEdit={mayManage ? setEdited : undefined} onCopy={setCopied} />,
          },
          ...(mayErase
            ? [
                {
                  key: 'requests',
                  label: t('privacy.requests'),
                  children: (
                    <div className={styles.stack}>
                      <ApprovalRule mayChange={mayManage} />
                      <Filters>
                        <ExportButton atEnd kind="privacy_requests" />
                      </Filters>
                      <RequestList cursor={cursor} />
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
      {copied && (
        <PurposeForm purpose={undefined} copied={copied} onClose={() => setCopied(undefined)} />
      )}
      {edited && (
        <PurposeForm
          purpose={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  )
}

function ApprovalRule(props: { mayChange: boolean }) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const settings = useQuery(privacySettingsQuery)
  const saving = useMutation({
    mutationFn: savePrivacySettings,
    onSuccess: async () => {
      void message.success(t('privacy.rule_saved'))
      await queryClient.invalidateQueries({ queryKey: ['privacy-settings'] })
    },
  })
  return (
    <Panel>
      {saving.error && <ErrorNote error={saving.error} />}
      <Loaded query={settings} lines={1}>
        {(data) => (
          <div className={styles.rule}>
            <div>
              <div className={styles.name} id="erase-rule">
                {t('privacy.rule')}
              </div>
              <div className={styles.quiet}>{t('privacy.rule_words')}</div>
            </div>
            <Switch
              aria-labelledby="erase-rule"
              checked={data.erase_needs_approval}
              disabled={!props.mayChange}
              loading={saving.isPending}
              onChange={(on) => saving.mutate(on)}
            />
          </div>
        )}
      </Loaded>
    </Panel>
  )
}
