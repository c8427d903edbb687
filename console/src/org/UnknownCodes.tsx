import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { type UnknownCode, unknownCodesQuery } from './api.ts'
import { CodeBatch } from './CodeBatch.tsx'
import styles from './OrgPage.module.css'
import { StaffForm } from './StaffForm.tsx'
import { StoreForm } from './StoreForm.tsx'

/** Codes that data carries and nobody has declared: each becomes a store or a staff member. */
export function UnknownCodes() {
  const t = useTexts()
  const [kind, setKind] = useState<'store' | 'staff'>('store')
  const [declaring, setDeclaring] = useState<string>()
  const selection = useSelection()
  const list = useQuery(unknownCodesQuery(kind))
  const columns = useColumns(setDeclaring)
  const close = () => setDeclaring(undefined)
  return (
    <>
      <p className={styles.words}>{t('org.unknown_words')}</p>
      <Filters>
        <Segmented<'store' | 'staff'>
          value={kind}
          onChange={(next) => {
            selection.clear()
            setKind(next)
          }}
          options={[
            { value: 'store', label: t('org.unknown_store') },
            { value: 'staff', label: t('org.unknown_staff') },
          ]}
        />
        <ExportButton atEnd kind="unknown_codes" params={{ kind }} />
      </Filters>
      <PageTable<UnknownCode>
        label={t('org.unknown')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(row) => row.code}
        selection={{ ...selection, nameOf: (row) => row.code }}
        minWidth={680}
        skeletonRows={4}
        empty={
          <EmptyState compact title={t('org.no_unknown')}>
            <p>{t('org.no_unknown_words')}</p>
          </EmptyState>
        }
        foot={
          list.data &&
          list.data.total > list.data.items.length && (
            <p className={styles.words}>
              {t('org.unknown_more', { shown: list.data.items.length, count: list.data.total })}
            </p>
          )
        }
      />
      <CodeBatch kind={kind} selection={selection} rows={list.data?.items} />
      {declaring && kind === 'store' && <StoreForm given={{ code: declaring }} onClose={close} />}
      {declaring && kind === 'staff' && <StaffForm given={{ code: declaring }} onClose={close} />}
    </>
  )
}

function useColumns(onDeclare: (code: string) => void): TableColumnsType<UnknownCode> {
  const t = useTexts()
  return [
    { key: 'code', title: t('org.code'), render: (_, row) => <code>{row.code}</code> },
    {
      key: 'events',
      title: t('org.unknown_events'),
      width: 110,
      align: 'right',
      render: (_, row) => <Count value={row.events} />,
    },
    {
      key: 'relations',
      title: t('org.friends'),
      width: 110,
      align: 'right',
      render: (_, row) => <Count value={row.relations} />,
    },
    {
      key: 'last',
      title: t('org.last_seen'),
      width: 140,
      render: (_, row) => <When at={row.last_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 100,
      align: 'right',
      render: (_, row) => (
        <Button type="link" size="small" onClick={() => onDeclare(row.code)}>
          {t('org.declare')}
        </Button>
      ),
    },
  ]
}
