import { CameraOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Segmented } from 'antd'
import { useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useDays } from '../shell/days.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { Elements } from './Elements.tsx'
import { NameForm } from './NameForm.tsx'
import {
  heatQuery,
  type NamedMatch,
  snapshotsQuery,
  type Viewport,
  viewports,
} from './namingApi.ts'
import { Picture } from './Picture.tsx'
import { Scroll } from './Scroll.tsx'
import { TakePicture } from './TakePicture.tsx'
import styles from './tracking.module.css'

const route = getRouteApi('/app/tracking/naming/page')

/** A page: its picture with what can be clicked and how often, and names given by a click. */
export function PicturePage() {
  const t = useTexts()
  const { key: pageKey = '/', screen } = route.useSearch()
  const navigate = useNavigate()
  const mayManage = useMay('events:manage')
  const { from, to } = useDays('last_7')
  const [isTaking, setIsTaking] = useState(false)
  const [naming, setNaming] = useState<{ match: NamedMatch; suggested: string }>()
  const [layers, setLayers] = useState<string[]>(['boxes', 'heat'])
  const snapshots = useQuery(snapshotsQuery(pageKey))
  const viewport =
    viewports.find((known) => known === screen) ?? snapshots.data?.[0]?.viewport ?? 'desktop'
  const snapshot = snapshots.data?.find((one) => one.viewport === viewport)
  const heat = useQuery({
    ...heatQuery({ page_key: pageKey, viewport, from, to }),
    placeholderData: keepPreviousData,
    enabled: snapshots.isSuccess,
  })
  const error = snapshots.error ?? heat.error
  const nameClick = (selector: string, text: string) =>
    setNaming({
      match: {
        kind: 'click',
        page_key: { how: 'equals', value: pageKey },
        selector: { how: 'exact', value: selector },
        text: null,
        platform: null,
      },
      suggested: text ? t('naming.suggested_click', { text }) : '',
    })

  return (
    <Page
      title={snapshot?.title || pageKey}
      facts={
        <div className={styles.facts}>
          <code>{pageKey}</code>
          {snapshot && (
            <span>
              {t('naming.taken', { name: snapshot.taken_by })} <When at={snapshot.taken_at} />
            </span>
          )}
        </div>
      }
      actions={
        mayManage && (
          <>
            <Button
              onClick={() =>
                setNaming({
                  match: {
                    kind: 'page',
                    page_key: { how: 'equals', value: pageKey },
                    platform: null,
                  },
                  suggested: snapshot?.title ?? '',
                })
              }
            >
              {t('naming.name_page')}
            </Button>
            <Button type="primary" icon={<CameraOutlined />} onClick={() => setIsTaking(true)}>
              {t('naming.take')}
            </Button>
          </>
        )
      }
    >
      <Filters>
        <Segmented<Viewport>
          aria-label={t('naming.screen')}
          value={viewport}
          onChange={(next) =>
            void navigate({
              to: '/tracking/naming/page',
              search: { key: pageKey, screen: next },
              replace: true,
            })
          }
          options={viewports.map((value) => ({
            value,
            label: heat.data
              ? `${t(`naming.screen_${value}`)} ${exactNumber(heat.data.viewports[value] ?? 0)}`
              : t(`naming.screen_${value}`),
          }))}
        />
        <Checkbox.Group
          value={layers}
          onChange={setLayers}
          options={['boxes', 'heat'].map((value) => ({
            value,
            label: t(`naming.layer_${value as 'boxes'}`),
          }))}
        />
      </Filters>
      {error && (
        <Panel>
          <ErrorPanel error={error} onRetry={() => heat.refetch()} retrying={heat.isFetching} />
        </Panel>
      )}
      {!error && !heat.data && (
        <Panel>
          <SkeletonLines lines={14} />
        </Panel>
      )}
      {heat.data && (
        <>
          <FigureRow label={pageKey}>
            <Figure
              title={t('naming.views')}
              definition={t('naming.views_words')}
              value={heat.data.views}
            />
            <Figure
              title={t('naming.visits')}
              definition={t('naming.visits_words')}
              value={heat.data.visits}
            />
            <Figure
              title={t('naming.clicks')}
              definition={t('naming.clicks_words')}
              value={heat.data.clicks}
              beside={
                heat.data.unplaced > 0 && (
                  <span className={styles.quiet}>
                    {t('naming.unplaced', { count: heat.data.unplaced })}
                  </span>
                )
              }
            />
          </FigureRow>
          <div className={styles.columns}>
            <Panel title={t('naming.picture_and_heat')}>
              {snapshot || heat.data.cells.length > 0 ? (
                <Picture
                  snapshot={snapshot}
                  heat={heat.data}
                  layers={layers}
                  onName={mayManage ? (box) => nameClick(box.selector, box.text ?? '') : undefined}
                />
              ) : (
                <EmptyState title={t('naming.no_picture_yet')}>
                  <p>{t('naming.no_picture_words')}</p>
                </EmptyState>
              )}
            </Panel>
            <div className={styles.stack}>
              <Elements heat={heat.data} onName={mayManage ? nameClick : undefined} />
              <Scroll heat={heat.data} />
            </div>
          </div>
        </>
      )}
      <TakePicture open={isTaking} onClose={() => setIsTaking(false)} />
      {naming && (
        <NameForm
          open
          match={naming.match}
          suggested={naming.suggested}
          onClose={() => setNaming(undefined)}
        />
      )}
    </Page>
  )
}
