import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { revokeWriteKey, type WriteKey, writeKeysQuery } from './api.ts'
import { useKeyColumns } from './columns.tsx'
import styles from './Keys.module.css'

export function WriteKeys() {
  const t = useTexts()
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
    revokeWriteKey,
    'write-keys',
  )
  return (
    <PageTable<WriteKey>
      label={t('key.write_key')}
      list={{ ...keys, data: keys.data?.items }}
      columns={columns}
      rowKey={(key) => key.id}
      rowClassName={(key) => (key.revoked_at ? (styles.revoked ?? '') : '')}
      minWidth={820}
      skeletonLines={2}
      skeletonRows={3}
      empty={
        <EmptyState title={t('keys.no_write')}>
          <p>{t('keys.no_write_words')}</p>
        </EmptyState>
      }
    />
  )
}
