import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Switch } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Provider, providersQuery, switchProvider } from './api.ts'

/** By what the shop may be paid, each switched on or off. */
export function WaysPanel() {
  const t = useTexts()
  const known = useKnownText()
  const maySwitch = useMay('settings:manage')
  const queryClient = useQueryClient()
  const query = useQuery(providersQuery)
  const switching = useMutation({
    mutationFn: (given: Provider) => switchProvider(given.provider, !given.is_on),
    onSettled: () => queryClient.invalidateQueries(providersQuery),
  })
  return (
    <Panel title={t('payments.ways')}>
      {query.error && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={2} />
      ) : (
        <KeyValues
          rows={query.data.items.map((item) => {
            const name = known(`payment_provider.${item.provider}`) ?? item.provider
            return {
              key: item.provider,
              label: name,
              value: (
                <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 10 }}>
                  <Switch
                    aria-label={name}
                    checked={item.is_on}
                    disabled={!maySwitch}
                    loading={switching.isPending && switching.variables.provider === item.provider}
                    onChange={() => switching.mutate(item)}
                  />
                  {!item.is_ready && <Chip tone="warning">{t('payments.not_ready')}</Chip>}
                  {known(`payment_provider_words.${item.provider}`)}
                </span>
              ),
            }
          })}
        />
      )}
      {switching.error && <ErrorNote error={switching.error} />}
    </Panel>
  )
}
