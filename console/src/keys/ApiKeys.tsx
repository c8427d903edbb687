import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { type ApiKey, apiKeysQuery, revokeApiKeys } from './api.ts'
import { KeyTable } from './KeyTable.tsx'

export function ApiKeys(props: { onCopy: (key: ApiKey) => void }) {
  const t = useTexts()
  return (
    <KeyTable<ApiKey>
      label={t('key.api_key')}
      keys={useQuery(apiKeysQuery)}
      queryKey="api-keys"
      own={{
        title: t('key.role'),
        width: 130,
        render: (key) => <Chip title={t(`role.${key.role}_words`)}>{t(`role.${key.role}`)}</Chip>,
      }}
      revoke={revokeApiKeys}
      onCopy={props.onCopy}
      empty={{ title: t('keys.no_api'), words: t('keys.no_api_words') }}
    />
  )
}
