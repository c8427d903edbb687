import { UploadOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import {
  type ExternalStore,
  externalStoresQuery,
  removeExternalStore,
  useOrdersChanged,
} from './api.ts'
import { ListingFileDialog } from './ListingFileDialog.tsx'

/** Stores on other platforms: what they list comes in by files. */
export function ExternalStores({ mayWrite }: { mayWrite: boolean }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const list = useQuery(externalStoresQuery)
  const [taking, setTaking] = useState<ExternalStore | 'new'>()
  const removing = useMutation({
    mutationFn: removeExternalStore,
    onSuccess: async () => {
      void message.success(t('external.removed'))
      await changed()
    },
  })
  const take = mayWrite && (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setTaking('new')}>
      {t('external.take')}
    </Button>
  )
  const columns: TableColumnsType<ExternalStore> = [
    {
      key: 'platform',
      title: t('external.platform'),
      width: 140,
      render: (_, s) => <Chip>{t(`external_platform.${s.platform}`)}</Chip>,
    },
    { key: 'name', title: t('external.store'), render: (_, s) => s.name },
    {
      key: 'listings',
      title: t('external.listings'),
      width: 110,
      align: 'right',
      render: (_, s) => <Count value={s.listings} />,
    },
    {
      key: 'promotions',
      title: t('external.promotions'),
      width: 130,
      align: 'right',
      render: (_, s) => <Count value={s.promotions} />,
    },
    {
      key: 'imported_at',
      title: t('external.imported_at'),
      width: 160,
      render: (_, s) => <When at={s.imported_at} />,
    },
  ]
  if (mayWrite)
    columns.push({
      key: 'actions',
      title: '',
      width: 170,
      align: 'right',
      render: (_, s) => (
        <>
          <Button type="link" size="small" onClick={() => setTaking(s)}>
            {t('external.take_again')}
          </Button>
          <Popconfirm
            title={t('external.remove_sure', { name: s.name })}
            description={t('external.remove_words', { count: s.listings })}
            onConfirm={() => removing.mutateAsync(s.id)}
          >
            <Button type="link" size="small" danger>
              {t('external.remove')}
            </Button>
          </Popconfirm>
        </>
      ),
    })
  return (
    <>
      {removing.error && <ErrorNote error={removing.error} />}
      {(list.data?.items.length ?? 0) > 0 && <Filters>{take}</Filters>}
      <PageTable<ExternalStore>
        label={t('storefronts.external')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(s) => s.id}
        minWidth={760}
        empty={
          <EmptyState title={t('external.empty')} action={take}>
            <p>{t('external.empty_words')}</p>
          </EmptyState>
        }
      />
      {taking && (
        <ListingFileDialog
          {...(taking !== 'new' && { store: taking })}
          onClose={() => setTaking(undefined)}
        />
      )}
    </>
  )
}
