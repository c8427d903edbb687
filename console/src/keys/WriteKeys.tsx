import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { revokeWriteKeys, type WriteKey, writeKeysQuery } from './api.ts'
import { KeyTable } from './KeyTable.tsx'

export function WriteKeys(props: { onCopy: (key: WriteKey) => void }) {
  const t = useTexts()
  return (
    <KeyTable<WriteKey>
      label={t('key.write_key')}
      keys={useQuery(writeKeysQuery)}
      queryKey="write-keys"
      own={{
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
      }}
      revoke={revokeWriteKeys}
      onCopy={props.onCopy}
      empty={{ title: t('keys.no_write'), words: t('keys.no_write_words') }}
    />
  )
}
