import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, Skeleton, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import {
  type Payee,
  type Payout,
  payeesQuery,
  payoutQuery,
  settlePayout,
  TONES,
  useAffiliatesChanged,
} from './api.ts'

const PAGE = 50
const SUMS = ['fen', 'paying_fen', 'paid_fen', 'failed_fen'] as const
type Settled = 'paid' | 'failed'
/** Whom it is said of; null: everybody who is not settled yet. */
interface Saying {
  as: Settled
  payee: Payee | null
}

/** One batch: whom it pays, and what became of each. */
export function PayoutDrawer(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const one = useQuery(payoutQuery(props.id))
  return (
    <Drawer open size={860} title={t('payouts.one')} onClose={props.onClose}>
      {one.error ? (
        <ErrorPanel error={one.error} onRetry={() => void one.refetch()} />
      ) : one.data ? (
        <Shown payout={one.data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Shown({ payout }: { payout: Payout }) {
  const t = useTexts()
  const mayPay = useMay('payments:manage')
  const [q, setQ] = useState<string>()
  const [cursors, setCursors] = useState<string[]>([])
  const [saying, setSaying] = useState<Saying>()
  const list = useQuery({
    ...payeesQuery(payout.id, { q, cursor: cursors.at(-1), limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const next = list.data?.next_cursor
  const columns = useColumns(mayPay, setSaying)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <KeyValues
        rows={[
          ...SUMS.map((key) => ({
            key,
            label: t(`payouts.${key}`),
            value: <Money fen={payout[key]} />,
          })),
          ...(payout.note ? [{ key: 'note', label: t('payouts.note'), value: payout.note }] : []),
        ]}
      />
      <Filters>
        <SearchText
          value={q}
          label={t('affiliates.search')}
          onChange={(text) => {
            setQ(text)
            setCursors([])
          }}
        />
        <ExportButton atEnd kind="commission_payees" params={{ payout_id: payout.id, q }} />
        {mayPay && payout.paying_fen > 0 && (
          <Button type="primary" onClick={() => setSaying({ as: 'paid', payee: null })}>
            {t('payouts.all_paid')}
          </Button>
        )}
      </Filters>
      <PageTable<Payee>
        label={t('payouts.payees')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ number }) => String(number)}
        minWidth={720}
        empty={<EmptyState compact title={t('affiliates.no_match')} />}
        foot={
          (cursors.length > 0 || next) && (
            <>
              {cursors.length > 0 && (
                <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                  {t('payouts.back')}
                </Button>
              )}
              {next && (
                <Button onClick={() => setCursors([...cursors, next])}>{t('payouts.more')}</Button>
              )}
            </>
          )
        }
      />
      {saying && (
        <SettleForm payout={payout} saying={saying} onClose={() => setSaying(undefined)} />
      )}
    </div>
  )
}

function useColumns(mayPay: boolean, say: (saying: Saying) => void): TableColumnsType<Payee> {
  const t = useTexts()
  return [
    { key: 'number', title: '#', width: 60, render: (_, { number }) => number },
    {
      key: 'customer',
      title: t('affiliates.customer'),
      render: (_, payee) => <CustomerName row={payee} />,
    },
    { key: 'codes', title: t('affiliates.code'), render: (_, { codes }) => codes.join(' ') },
    {
      key: 'fen',
      title: t('payouts.fen'),
      width: 120,
      align: 'right',
      render: (_, { fen }) => <Money fen={fen} />,
    },
    {
      key: 'state',
      title: t('affiliates.state'),
      width: 110,
      render: (_, { state, note }) => (
        <Chip tone={TONES[state]} title={note}>
          {t(`payee_state.${state}`)}
        </Chip>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 170,
      align: 'right',
      render: (_, payee) =>
        mayPay &&
        payee.state === 'paying' &&
        (['paid', 'failed'] as const).map((as) => (
          <Button
            key={as}
            type="link"
            size="small"
            danger={as === 'failed'}
            onClick={() => say({ as, payee })}
          >
            {t(`payouts.say_${as}`)}
          </Button>
        )),
    },
  ]
}

function SettleForm(props: { payout: Payout; saying: Saying; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAffiliatesChanged()
  const { payout, saying } = props
  const { as, payee } = saying
  const title = t(payee === null ? 'payouts.all_paid' : `payouts.say_${as}`)
  return (
    <FormDialog<{ note?: string }, Payout>
      danger={as === 'failed'}
      title={title}
      okText={title}
      words={t(`payouts.words_${as}`)}
      save={({ note }) =>
        settlePayout(payout.id, {
          ...{ as, numbers: payee === null ? null : [payee.number] },
          note: note?.trim() ?? '',
        })
      }
      onSaved={async () => {
        void message.success(t('payouts.settled'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="note" label={t('payouts.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
