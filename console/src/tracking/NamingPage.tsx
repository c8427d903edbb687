import { CameraOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useDays } from '../shell/days.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { TRACKING } from './api.ts'
import { useMatchWords } from './matchWords.ts'
import { NamedDrawer } from './NamedDrawer.tsx'
import { NameForm } from './NameForm.tsx'
import {
  archiveManyNamed,
  type NamedEvent,
  namedQuery,
  type PageItem,
  pagesQuery,
} from './namingApi.ts'
import { TakePicture } from './TakePicture.tsx'
import styles from './tracking.module.css'

const route = getRouteApi('/app/tracking/naming')

/** Pages and clicks that were tracked by themselves, and the names people gave them. */
export function NamingPage() {
  const t = useTexts()
  const { tab: wanted, q } = route.useSearch()
  const tab = wanted === 'names' ? 'names' : 'pages'
  const navigate = useNavigate()
  const mayManage = useMay('events:manage')
  const [isTaking, setIsTaking] = useState(false)
  return (
    <Page
      title={t('naming.title')}
      purpose={t('naming.purpose')}
      actions={
        mayManage && (
          <Button type="primary" icon={<CameraOutlined />} onClick={() => setIsTaking(true)}>
            {t('naming.take')}
          </Button>
        )
      }
    >
      <Filters>
        <SearchText
          value={q}
          label={t('naming.search')}
          onChange={(text) =>
            void navigate({
              to: '/tracking/naming',
              search: { tab: wanted, q: text },
              replace: true,
            })
          }
        />
        {tab === 'names' && <ExportButton atEnd kind="named_events" params={{ q }} />}
      </Filters>
      <Tabs
        activeKey={tab}
        onChange={(next) =>
          void navigate({
            to: '/tracking/naming',
            search: { q, tab: next === 'names' ? next : undefined },
            replace: true,
          })
        }
        items={[
          { key: 'pages', label: t('naming.pages'), children: <Pages /> },
          { key: 'names', label: t('naming.names'), children: <Names /> },
        ]}
      />
      <TakePicture open={isTaking} onClose={() => setIsTaking(false)} />
    </Page>
  )
}

function Pages() {
  const t = useTexts()
  const { q, cursor } = route.useSearch()
  const { from, to } = useDays('last_7')
  const navigate = useNavigate()
  const pages = useQuery({
    ...pagesQuery({ q, cursor, from, to, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<PageItem> = [
    {
      key: 'page',
      title: t('naming.page'),
      render: (_, page) => (
        <Link to="/tracking/naming/page" search={{ key: page.page_key }} className={styles.open}>
          <span className={styles.named}>
            {page.title && <span>{page.title}</span>}
            <code className={page.title ? styles.raw : undefined}>{page.page_key}</code>
          </span>
        </Link>
      ),
    },
    {
      key: 'views',
      title: t('naming.views'),
      width: 110,
      align: 'right',
      render: (_, page) => <Count value={page.views} />,
    },
    {
      key: 'clicks',
      title: t('naming.clicks'),
      width: 110,
      align: 'right',
      render: (_, page) => <Count value={page.clicks} />,
    },
    {
      key: 'picture',
      title: t('naming.picture'),
      width: 110,
      render: (_, page) =>
        page.has_picture ? (
          <Chip tone="good">{t('naming.has_picture')}</Chip>
        ) : (
          <Chip>{t('naming.no_picture')}</Chip>
        ),
    },
  ]
  return (
    <PageTable<PageItem>
      label={t('naming.pages')}
      list={{ ...pages, data: pages.data?.items }}
      columns={columns}
      rowKey={(page) => page.page_key}
      minWidth={640}
      skeletonLines={2}
      onOpen={(page) =>
        void navigate({ to: '/tracking/naming/page', search: { key: page.page_key } })
      }
      empty={
        <EmptyState title={t('naming.no_pages')}>
          <p>{t('naming.no_pages_words')}</p>
        </EmptyState>
      }
      foot={<Pager cursor={cursor} next={pages.data?.next_cursor} />}
    />
  )
}

function Names() {
  const t = useTexts()
  const { q, cursor, open } = route.useSearch()
  const navigate = useNavigate()
  const matchWords = useMatchWords()
  const mayManage = useMay('events:manage')
  const queryClient = useQueryClient()
  const [copied, setCopied] = useState<NamedEvent>()
  const selection = useSelection()
  const names = useQuery({
    ...namedQuery({ q, cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const run = useBatch({
    selection,
    rows: names.data?.items,
    keyOf: (named) => named.id,
    nameOf: (named) => named.label,
    changed: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
  })
  const show = (id: string | undefined) =>
    void navigate({
      to: '/tracking/naming',
      search: { tab: 'names', q, cursor, open: id },
      replace: true,
    })
  const columns: TableColumnsType<NamedEvent> = [
    {
      key: 'name',
      title: t('catalogue.column_name'),
      render: (_, named) => (
        <Link
          to="/tracking/naming"
          search={{ tab: 'names', q, cursor, open: named.id }}
          replace
          className={styles.open}
        >
          <span className={styles.named}>
            <span>{named.label}</span>
            <code className={styles.raw}>{named.name}</code>
          </span>
        </Link>
      ),
    },
    {
      key: 'kind',
      title: t('naming.kind'),
      width: 80,
      render: (_, named) => <Chip>{t(`naming.kind_${named.kind}`)}</Chip>,
    },
    {
      key: 'match',
      title: t('naming.match'),
      render: (_, named) => <span className={styles.words}>{matchWords(named.match)}</span>,
    },
    {
      key: 'recent',
      title: t('tracking.column_recent'),
      width: 110,
      align: 'right',
      render: (_, named) => <Count value={named.recent} />,
    },
    {
      key: 'version',
      title: t('naming.version'),
      width: 80,
      align: 'right',
      render: (_, named) => named.version,
    },
    {
      key: 'created',
      title: t('naming.created'),
      width: 120,
      render: (_, named) => <When at={named.created_at} />,
    },
  ]
  if (mayManage)
    columns.push({
      key: 'actions',
      title: '',
      width: 80,
      align: 'right',
      render: (_, named) => (
        <Button type="link" size="small" onClick={() => setCopied(named)}>
          {t('action.duplicate')}
        </Button>
      ),
    })
  return (
    <>
      <PageTable<NamedEvent>
        label={t('naming.names')}
        list={{ ...names, data: names.data?.items }}
        columns={columns}
        rowKey={(named) => named.id}
        minWidth={860}
        selection={mayManage ? { ...selection, nameOf: (named) => named.label } : undefined}
        skeletonLines={2}
        onOpen={(named) => show(named.id)}
        empty={
          <EmptyState title={t('naming.no_names')}>
            <p>{t('naming.no_names_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={names.data?.next_cursor} />}
      />
      <BatchBar selection={selection}>
        <BatchAction
          danger
          label={t('naming.archive')}
          ask={{
            title: t('naming.batch_archive_title', { count: selection.keys.length }),
            words: t('naming.archive_words'),
          }}
          onRun={() => run(archiveManyNamed)}
        />
      </BatchBar>
      {copied && (
        <NameForm
          open
          match={copied.match}
          suggested={t('copy_from.name', { name: copied.label })}
          onClose={() => setCopied(undefined)}
        />
      )}
      <NamedDrawer id={open} onClose={() => show(undefined)} />
    </>
  )
}
