import { PlusOutlined, SettingOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input, Tabs } from 'antd'
import { useEffect, useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { AssignmentRules } from './AssignmentRules.tsx'
import { regionsQuery } from './api.ts'
import { ImportStructure } from './ImportStructure.tsx'
import styles from './OrgPage.module.css'
import { RegionTree } from './RegionTree.tsx'
import { StaffDrawer } from './StaffDrawer.tsx'
import { StaffForm } from './StaffForm.tsx'
import { StaffList } from './StaffList.tsx'
import { StoreForm } from './StoreForm.tsx'
import { StoreList } from './StoreList.tsx'
import { UnknownCodes } from './UnknownCodes.tsx'

const route = getRouteApi('/app/org')

type Dialog = 'store' | 'staff' | 'import' | 'rules'
interface Change {
  region?: string | undefined
  tab?: string | undefined
  q?: string | undefined
  state?: string | undefined
  staff?: string | undefined
}

/** Headquarters, regions and stores, and who works where. */
export function OrgPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  // Changing it is for who sees the whole brand: the server says the same.
  const { scope } = useSession()
  const mayManage = useMay('org:manage') && scope.kind === 'all'
  const maySet = useMay('settings:manage') && scope.kind === 'all'
  const [dialog, setDialog] = useState<Dialog>()
  const regions = useQuery(regionsQuery)
  const tab =
    search.tab === 'staff' || (search.tab === 'unknown' && mayManage) ? search.tab : 'stores'
  const change = (next: Change) =>
    void navigate({
      to: '/org',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const given = { regionId: search.region === 'none' ? undefined : search.region }
  const start = mayManage && (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setDialog('import')}>
      {t('org.import')}
    </Button>
  )

  return (
    <Page
      title={t('org.title')}
      purpose={t('org.purpose')}
      actions={
        <>
          {maySet && (
            <Button icon={<SettingOutlined />} onClick={() => setDialog('rules')}>
              {t('org.rules')}
            </Button>
          )}
          {mayManage && (
            <>
              <Button icon={<UploadOutlined />} onClick={() => setDialog('import')}>
                {t('org.import')}
              </Button>
              <Button
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => setDialog(tab === 'staff' ? 'staff' : 'store')}
              >
                {tab === 'staff' ? t('org.add_staff') : t('org.add_store')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={styles.columns}>
        {regions.data ? (
          <RegionTree
            regions={regions.data.items}
            chosen={search.region}
            onChoose={(region) => change({ region })}
            mayManage={mayManage}
          />
        ) : (
          <Panel title={t('org.structure')}>
            {regions.error ? (
              <ErrorPanel error={regions.error} onRetry={() => void regions.refetch()} />
            ) : (
              <SkeletonLines lines={6} />
            )}
          </Panel>
        )}
        <div className={styles.list}>
          <Tabs
            activeKey={tab}
            onChange={(key) =>
              change({ tab: key === 'stores' ? undefined : key, state: undefined })
            }
            items={[
              { key: 'stores', label: t('org.stores') },
              { key: 'staff', label: t('org.staff') },
              ...(mayManage ? [{ key: 'unknown', label: t('org.unknown') }] : []),
            ]}
          />
          {tab !== 'unknown' && (
            <Filters>
              <Search value={search.q} onSettle={(q) => change({ q })} />
              {tab === 'staff' && (
                <ChoiceFilter
                  label={t('org.state')}
                  value={search.state}
                  onChange={(state) => change({ state })}
                  options={(['active', 'left'] as const).map((value) => ({
                    value,
                    label: t(`org.state_${value}`),
                  }))}
                />
              )}
              <ExportButton
                atEnd
                kind={tab}
                params={{
                  q: search.q,
                  region_id: search.region,
                  ...(tab === 'staff' && { state: search.state }),
                }}
              />
            </Filters>
          )}
          {tab === 'stores' && <StoreList mayManage={mayManage} start={start} />}
          {tab === 'staff' && <StaffList mayManage={mayManage} start={start} />}
          {tab === 'unknown' && <UnknownCodes />}
        </div>
      </div>
      {dialog === 'store' && <StoreForm given={given} onClose={() => setDialog(undefined)} />}
      {dialog === 'staff' && <StaffForm given={given} onClose={() => setDialog(undefined)} />}
      {dialog === 'import' && <ImportStructure onClose={() => setDialog(undefined)} />}
      {dialog === 'rules' && <AssignmentRules onClose={() => setDialog(undefined)} />}
      <StaffDrawer
        id={search.staff}
        mayManage={mayManage}
        onClose={() => change({ staff: undefined })}
      />
    </Page>
  )
}

function Search(props: { value: string | undefined; onSettle: (q: string | undefined) => void }) {
  const t = useTexts()
  const [text, setText] = useState(props.value ?? '')
  const settled = useSettled(text.trim(), 300)
  const { value, onSettle } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed goes to the address
  useEffect(() => {
    if (settled !== (value ?? '')) onSettle(settled || undefined)
  }, [settled])
  return (
    <Input.Search
      style={{ width: 260 }}
      allowClear
      aria-label={t('org.search')}
      placeholder={t('org.search')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
