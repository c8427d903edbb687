import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Space, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import {
  handleParcel,
  type ProblemParcel,
  problemParcelsQuery,
  refreshParcel,
  useOrdersChanged,
} from './api.ts'

const PAGE = 50

/** Parcels that somebody should see to. */
export function ProblemParcels(props: {
  problem: ProblemParcel['problem'] | undefined
  cursor: string | undefined
  onOpen: (order: string) => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const mayWrite = useMay('orders:write')
  const changed = useOrdersChanged()
  const list = useQuery({
    ...problemParcelsQuery({ problem: props.problem, cursor: props.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const acting = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => void message.success(t('own_orders.done')),
    onSettled: () => changed(),
  })
  const columns: TableColumnsType<ProblemParcel> = [
    {
      key: 'problem',
      title: t('parcel.problem'),
      width: 130,
      render: (_, p) => <Chip tone="warning">{t(`parcel.problem_${p.problem}`)}</Chip>,
    },
    { key: 'order', title: t('own_orders.number'), render: (_, p) => p.order_number },
    {
      key: 'number',
      title: t('own_orders.parcel'),
      render: (_, p) => (
        <>
          {p.carrier} {p.number}
        </>
      ),
    },
    {
      key: 'last',
      title: t('parcel.last'),
      render: (_, p) => p.last_text ?? p.fault ?? t('parcel.no_trace'),
    },
    {
      key: 'at',
      title: t('parcel.shipped_at'),
      width: 140,
      render: (_, p) => <When at={p.shipped_at} />,
    },
    ...(mayWrite
      ? [
          {
            key: 'acts',
            title: t('parcel.acts'),
            width: 190,
            render: (_: unknown, p: ProblemParcel) => (
              <Space onClick={(event) => event.stopPropagation()}>
                <Button
                  size="small"
                  onClick={() => acting.mutate(() => refreshParcel(p.shipment_id))}
                >
                  {t('parcel.refresh')}
                </Button>
                <Button
                  size="small"
                  onClick={() => acting.mutate(() => handleParcel(p.shipment_id, ''))}
                >
                  {t('parcel.handled')}
                </Button>
              </Space>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <PageTable<ProblemParcel>
        label={t('parcel.problems')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(p) => p.shipment_id}
        minWidth={960}
        onOpen={(p) => props.onOpen(p.order_id)}
        empty={<EmptyState compact title={t('parcel.no_problems')} />}
        foot={<Pager cursor={props.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}
