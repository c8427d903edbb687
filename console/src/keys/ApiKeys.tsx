import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type ApiKey, apiKeysQuery, revokeApiKeys } from './api.ts'
import { useKeyColumns } from './columns.tsx'
import { KeyBatch } from './KeyBatch.tsx'
import styles from './Keys.module.css'

export function ApiKeys(props: { onCopy: (key: ApiKey) => void }) {
  const t = useTexts()
  const selection = useSelection()
  const keys = useQuery(apiKeysQuery)
  const columns = useKeyColumns<ApiKey>(
    {
      title: t('key.role'),
      width: 130,
      render: (key) => <Chip title={t(`role.${key.role}_words`)}>{t(`role.${key.role}`)}</Chip>,
    },
    revokeApiKeys,
    'api-keys',
    props.onCopy,
  )
  return (
    <>
      <PageTable<ApiKey>
        label={t('key.api_key')}
        list={{ ...keys, data: keys.data?.items }}
        columns={columns}
        rowKey={(key) => key.id}
        rowClassName={(key) => (key.revoked_at ? (styles.revoked ?? '') : '')}
        selection={{ ...selection, nameOf: (key) => key.name }}
        minWidth={880}
        skeletonLines={2}
        skeletonRows={3}
        empty={
          <EmptyState title={t('keys.no_api')}>
            <p>{t('keys.no_api_words')}</p>
          </EmptyState>
        }
      />
      <KeyBatch
        selection={selection}
        keys={keys.data?.items ?? []}
        revoke={revokeApiKeys}
        queryKey="api-keys"
      />
    </>
  )
}
