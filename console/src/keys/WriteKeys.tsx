import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { revokeWriteKeys, type WriteKey, writeKeysQuery } from './api.ts'
import { useKeyColumns } from './columns.tsx'
import { KeyBatch } from './KeyBatch.tsx'
import styles from './Keys.module.css'

export function WriteKeys(props: { onCopy: (key: WriteKey) => void }) {
  const t = useTexts()
  const selection = useSelection()
  const keys = useQuery(writeKeysQuery)
  const columns = useKeyColumns<WriteKey>(
    {
      title: t('key.kind'),
      width: 130,
      render: (key) => (
        <Chip
          tone={key.kind === 'server' ? 'good' : 'plain'}
          title={t(`key.kind_${key.kind}_words`)}
        >
          {t(`key.kind_${key.kind}`)}
        </Chip>
      ),
    },
    revokeWriteKeys,
    'write-keys',
    props.onCopy,
  )
  return (
    <>
      <PageTable<WriteKey>
        label={t('key.write_key')}
        list={{ ...keys, data: keys.data?.items }}
        columns={columns}
        rowKey={(key) => key.id}
        rowClassName={(key) => (key.revoked_at ? (styles.revoked ?? '') : '')}
        selection={{ ...selection, nameOf: (key) => key.name }}
        minWidth={880}
        skeletonLines={2}
        skeletonRows={3}
        empty={
          <EmptyState title={t('keys.no_write')}>
            <p>{t('keys.no_write_words')}</p>
          </EmptyState>
        }
      />
      <KeyBatch
        selection={selection}
        keys={keys.data?.items ?? []}
        revoke={revokeWriteKeys}
        queryKey="write-keys"
      />
    </>
  )
}
