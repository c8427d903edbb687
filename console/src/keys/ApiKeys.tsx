import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type ApiKey, apiKeysQuery, revokeApiKey } from './api.ts'
import { useKeyColumns } from './columns.tsx'
import styles from './Keys.module.css'

export function ApiKeys() {
  const t = useTexts()
  const keys = useQuery(apiKeysQuery)
  const columns = useKeyColumns<ApiKey>(
    {
      title: t('key.role'),
      width: 130,
      render: (key) => <Chip title={t(`role.${key.role}_words`)}>{t(`role.${key.role}`)}</Chip>,
    },
    revokeApiKey,
    'api-keys',
  )
  return (
    <PageTable<ApiKey>
      label={t('key.api_key')}
      list={{ ...keys, data: keys.data?.items }}
      columns={columns}
      rowKey={(key) => key.id}
      rowClassName={(key) => (key.revoked_at ? (styles.revoked ?? '') : '')}
      minWidth={820}
      skeletonLines={2}
      skeletonRows={3}
      empty={
        <EmptyState title={t('keys.no_api')}>
          <p>{t('keys.no_api_words')}</p>
        </EmptyState>
      }
    />
  )
}
