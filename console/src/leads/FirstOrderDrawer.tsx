import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Drawer, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { useLeadsChanged } from './api.ts'
import { type FirstOrder, firstOrderQuery, moveFirstOrder, STATE_TONES } from './firstOrders.ts'
import styles from './Leads.module.css'

/** One first order: whose it is, what comes with it, and whether she has had it. */
export function FirstOrderDrawer(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const found = useQuery(firstOrderQuery(props.id))
  return (
    <Drawer open size={520} title={t('first_orders.one')} onClose={props.onClose}>
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <Inside key={found.data.revision} row={found.data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Inside({ row }: { row: FirstOrder }) {
  const t = useTexts()
  const mayWrite = useMay('leads:write')
  const changed = useLeadsChanged()
  const [note, setNote] = useState(row.note)
  const moving = useMutation({
    mutationFn: (to: 'open' | 'done') =>
      moveFirstOrder(row.id, { to, note: note.trim(), revision: row.revision }),
    onSettled: () => changed(),
  })
  const { service, state } = row
  const next = state === 'open' ? 'done' : state === 'done' ? 'open' : undefined
  return (
    <>
      <h2 className={styles.who}>
        <CustomerName row={row} />{' '}
        <Chip tone={STATE_TONES[state]}>{t(`first_order_state.${state}`)}</Chip>
      </h2>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'phone', label: t('first_orders.phone'), children: row.phone ?? <Nothing /> },
          {
            key: 'order',
            label: t('first_orders.order'),
            children: [row.product, row.order_number].filter(Boolean).join(' · '),
          },
          { key: 'paid', label: t('first_orders.paid_at'), children: <When at={row.paid_at} /> },
          {
            key: 'service',
            label: t('first_orders.service'),
            children: service ? (
              `${service.name} · ${t(`service_kind.${service.kind}`)}`
            ) : (
              <Nothing />
            ),
          },
          {
            key: 'staff',
            label: t('first_orders.staff'),
            children: [row.staff?.name ?? t('leads.nobody'), row.store?.name]
              .filter(Boolean)
              .join(' · '),
          },
          ...(row.due_at
            ? [{ key: 'due', label: t('first_orders.due_at'), children: <When at={row.due_at} /> }]
            : []),
          ...(row.done_at
            ? [
                {
                  key: 'done',
                  label: t('first_orders.done_at'),
                  children: <When at={row.done_at} />,
                },
              ]
            : []),
        ]}
      />
      {service?.instructions && (
        <section aria-label={t('first_orders.instructions')}>
          <h3>{t('first_orders.instructions')}</h3>
          <p className={styles.said}>{service.instructions}</p>
        </section>
      )}
      {mayWrite && service && next && (
        <div className={styles.acts}>
          {moving.error && <ErrorNote error={moving.error} />}
          <Input.TextArea
            aria-label={t('first_orders.note')}
            placeholder={t('first_orders.note')}
            maxLength={1000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className={styles.buttons}>
            <Button
              type={next === 'done' ? 'primary' : 'default'}
              loading={moving.isPending}
              onClick={() => moving.mutate(next)}
            >
              {t(`first_orders.to_${next}`)}
            </Button>
          </div>
        </div>
      )}
      {(!mayWrite || !next) && row.note && <p className={styles.said}>{row.note}</p>}
    </>
  )
}
