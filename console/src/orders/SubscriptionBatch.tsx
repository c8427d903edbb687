import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { useOrdersChanged } from './api.ts'
import { changeSubscriptions, type Subscription } from './subscriptionApi.ts'

export const nameOf = ({ name, customer_id }: Subscription) =>
  customer_id === null ? name : `${name} #${customer_id}`

/** The chosen subscriptions paused, going on again, or ended. */
export function SubscriptionBatch(props: {
  selection: Selection
  rows: readonly Subscription[] | undefined
}) {
  const { selection, rows } = props
  const t = useTexts()
  const changed = useOrdersChanged()
  const run = useBatch({ selection, rows, keyOf: ({ id }) => id, nameOf, changed })
  return (
    <BatchBar selection={selection}>
      {(['pause', 'resume'] as const).map((act) => (
        <BatchAction
          key={act}
          label={t(`subscriptions.${act}`)}
          onRun={() => run((ids) => changeSubscriptions({ ids, act }))}
        />
      ))}
      <BatchAction
        danger
        label={t('subscriptions.cancel')}
        ask={{ title: t('subscriptions.cancel'), words: t('subscriptions.cancel_sure') }}
        onRun={() => run((ids) => changeSubscriptions({ ids, act: 'cancel' }))}
      />
    </BatchBar>
  )
}
