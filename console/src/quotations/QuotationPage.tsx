import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Collapse, QRCode, type TableColumnsType } from 'antd'
import { CustomerName } from '../customers/CustomerName.tsx'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { Acts } from './Acts.tsx'
import { type Quotation, type QuotationVersion, quotationQuery, TONES } from './api.ts'
import styles from './Quotations.module.css'
import { offBp } from './totals.ts'

const route = getRouteApi('/app/quotations/$quotationId')

/** One quotation: what it says, what it said before, what was done with it. */
export function QuotationPage() {
  const t = useTexts()
  const { quotationId } = route.useParams()
  const found = useQuery(quotationQuery(quotationId))
  if (found.error)
    return (
      <Page title={t('quotations.one')}>
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    )
  if (!found.data)
    return (
      <Page title={t('quotations.one')}>
        <SkeletonLines lines={10} />
      </Page>
    )
  return <Shown quotation={found.data} />
}

function Shown({ quotation }: { quotation: Quotation }) {
  const t = useTexts()
  const mayWrite = useMay('orders:write')
  const { state, order, staff, store, reason, versions } = quotation
  const [newest, ...older] = versions
  return (
    <Page
      title={quotation.number}
      facts={
        <div className={styles.facts}>
          <Chip tone={TONES[state]}>{t(`quotation_state.${state}`)}</Chip>
          <CustomerName row={quotation} />
          <span>
            {store.name} · {staff?.name ?? t('quotations.nobody')}
          </span>
          <span>
            {t('quotations.valid_until')} <When at={quotation.valid_until} />
          </span>
          {order && (
            <Link to="/own-orders" search={{ order: order.id }}>
              {t('quotations.order', { number: order.number })}
            </Link>
          )}
        </div>
      }
      actions={mayWrite && <Acts key={quotation.revision} quotation={quotation} />}
    >
      {reason && <p>{t('quotations.reason', { reason })}</p>}
      {state === 'waiting' && <p role="status">{t('quotations.waits')}</p>}
      {state === 'draft' && quotation.judged.because.length > 0 && (
        <p role="status">
          {quotation.judged.because
            .map((why) =>
              t(`quotations.asks_${why}`, {
                limit: percent(quotation.judged.limit_bp / 10_000),
              }),
            )
            .join(' ')}
        </p>
      )}
      {newest && (
        <Panel title={t('quotations.version', { version: newest.version })}>
          <Version version={newest} />
        </Panel>
      )}
      {quotation.sent_at && <Sharing path={quotation.path} />}
      {older.length > 0 && (
        <Collapse
          items={older.map((version) => ({
            key: version.version,
            label: t('quotations.version', { version: version.version }),
            children: <Version version={version} />,
          }))}
        />
      )}
      <History changes={quotation.changes} />
    </Page>
  )
}

function Version({ version: v }: { version: QuotationVersion }) {
  const t = useTexts()
  const money = (fen: number) => <Money fen={fen} currency={v.currency} />
  const columns: TableColumnsType<QuotationVersion['lines'][number]> = [
    {
      key: 'goods',
      title: t('quotations.goods'),
      render: (_, { name, sku }) => (
        <div className={styles.two}>
          <span>{name}</span>
          <span className={styles.quiet}>{sku}</span>
        </div>
      ),
    },
    {
      key: 'list',
      title: t('quotations.list_price'),
      width: 120,
      align: 'right',
      render: (_, { list_fen }) => money(list_fen),
    },
    {
      key: 'unit',
      title: t('quotations.unit_price'),
      width: 140,
      align: 'right',
      render: (_, { list_fen, unit_fen }) => {
        const bp = offBp({ listFen: list_fen, unitFen: unit_fen })
        return (
          <div className={styles.two}>
            {money(unit_fen)}
            <span className={styles.quiet}>
              {bp > 0 && t('quotations.off', { percent: percent(bp / 10_000) })}
            </span>
          </div>
        )
      },
    },
    {
      key: 'quantity',
      title: t('quotations.quantity'),
      width: 80,
      align: 'right',
      render: (_, { quantity }) => quantity,
    },
    {
      key: 'sum',
      title: t('quotations.sum'),
      width: 130,
      align: 'right',
      render: (_, { unit_fen, quantity }) => money(unit_fen * quantity),
    },
  ]
  return (
    <>
      <PageTable<QuotationVersion['lines'][number]>
        label={t('quotations.goods')}
        list={{ data: v.lines, error: null, refetch: () => undefined }}
        columns={columns}
        rowKey={({ sku }) => sku}
        minWidth={620}
        empty={<Nothing />}
      />
      <KeyValues
        rows={[
          { key: 'list', label: t('quotations.by_list'), value: money(v.list_fen) },
          { key: 'shipping', label: t('quotations.shipping'), value: money(v.shipping_fen) },
          { key: 'total', label: t('quotations.total'), value: money(v.total_fen) },
          {
            key: 'deposit',
            label: t('quotations.deposit'),
            value:
              v.deposit_kind === null || v.deposit_fen === null ? (
                t('quotations.paid_whole')
              ) : (
                <>
                  {t(`quotation_deposit.${v.deposit_kind}`)} {money(v.deposit_fen)} ·{' '}
                  {t('quotations.balance')} {money(v.total_fen - v.deposit_fen)} ·{' '}
                  {t('quotations.balance_until')} <When at={v.balance_until} /> ·{' '}
                  {t('quotations.ships_by', { on: v.ships_by ?? '' })}
                </>
              ),
          },
          {
            key: 'delivery',
            label: t('quotations.delivery'),
            value: t(`quotations.delivery_${v.delivery}`),
          },
          {
            key: 'valid',
            label: t('quotations.valid_until'),
            value: <When at={v.valid_until} />,
          },
          { key: 'sent', label: t('quotations.sent_at'), value: <When at={v.sent_at} /> },
          ...(v.remarks
            ? [{ key: 'remarks', label: t('quotations.remarks'), value: v.remarks }]
            : []),
        ]}
      />
    </>
  )
}

/** What the customer is given: her link, and a code of it for a screen or a sheet of paper. */
function Sharing({ path }: { path: string | null }) {
  const t = useTexts()
  if (path === null) return <p>{t('quotations.no_shop')}</p>
  const address = `${window.location.origin}${path}`
  return (
    <Panel title={t('quotations.link')}>
      <div className={styles.link}>
        {/* The same address stands beside it in letters. */}
        <div aria-hidden="true">
          <QRCode value={address} size={140} bordered={false} />
        </div>
        <div>
          <p className={styles.quiet}>{t('quotations.link_words')}</p>
          <p>
            <a href={path} target="_blank" rel="noreferrer">
              {address}
            </a>
          </p>
          <CopyButton text={address} label={t('quotations.copy_link')} />
        </div>
      </div>
    </Panel>
  )
}

function History({ changes }: { changes: Quotation['changes'] }) {
  const t = useTexts()
  return (
    <Panel title={t('quotations.history')}>
      <ol className={styles.changes}>
        {changes.map((change) => (
          <li key={change.id}>
            <strong>{t(`quotation_act.${change.act as 'make'}`)}</strong>{' '}
            <span className={styles.quiet}>
              {t('quotations.version', { version: change.version })}
            </span>
            {change.note && <p>{change.note}</p>}
            <small className={styles.quiet}>
              {change.actor && `${change.actor} · `}
              <When at={change.at} />
            </small>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
