import { UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useTenant } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { CodeBlock } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type ImportRun, importsQuery } from './api.ts'
import { useImportColumns } from './columns.tsx'
import { Report } from './Report.tsx'

const route = getRouteApi('/app/imports')
const PAGE = 20

/** Files that were brought in: how far, what became of each row, and the way back. */
export function ImportsPage() {
  const t = useTexts()
  const { cursor } = route.useSearch()
  const tenant = useTenant()
  const navigate = useNavigate()
  const columns = useImportColumns()
  const list = useQuery({
    ...importsQuery({ cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title={t('imports.title')}
      purpose={t('imports.purpose')}
      actions={
        <>
          <ExportButton kind="imports" />
          <ButtonLink to="/imports/new" color="primary" variant="solid" icon={<UploadOutlined />}>
            {t('imports.new')}
          </ButtonLink>
        </>
      }
    >
      <PageTable<ImportRun>
        label={t('imports.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(run) => run.id}
        minWidth={980}
        onOpen={(run) => void navigate({ to: '/imports/$importId', params: { importId: run.id } })}
        skeletonLines={2}
        skeletonRows={5}
        expandable={{ expandedRowRender: (run) => <Report run={run} /> }}
        empty={
          <EmptyState
            title={t('imports.empty')}
            action={
              <ButtonLink to="/imports/new" color="primary" variant="solid">
                {t('imports.new')}
              </ButtonLink>
            }
          >
            <p>{t('imports.empty_words')}</p>
            <CodeBlock label={t('imports.command')} code={commandFor(tenant.name)} />
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </Page>
  )
}

function commandFor(tenant: string): string {
  return `npx homefield import --tenant ${JSON.stringify(tenant)} --kind orders --source taobao orders.csv`
}
