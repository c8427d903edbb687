import { Alert, Form } from 'antd'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Money } from '../ui/Figures.tsx'
import { type KeyValue, KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { type Fields, sumsOf } from './fields.ts'
import styles from './Quotations.module.css'

/** What it comes to, while it is written, and whether somebody else has to agree. */
export function Sums(props: { options: { limit_bp: number } | undefined }) {
  const t = useTexts()
  const form = Form.useFormInstance<Fields>()
  const fields = Form.useWatch([], form) as Fields | undefined
  if (!fields) return <Panel title={t('quotations.sums')}>{null}</Panel>
  const sums = sumsOf(fields)
  const limit = props.options?.limit_bp ?? 0
  const money = (key: string, label: string, fen: number): KeyValue => ({
    ...{ key, label, value: <Money fen={fen} /> },
  })
  const off = sums.listFen - sums.goodsFen
  return (
    <div className={styles.sums} aria-live="polite">
      <Panel title={t('quotations.sums')}>
        <KeyValues
          rows={[
            money('list', t('quotations.by_list'), sums.listFen),
            ...(off > 0 ? [money('off', t('quotations.saved_sum'), off)] : []),
            money('total', t('quotations.total'), sums.totalFen),
            ...(sums.depositFen === null || sums.balanceFen === null
              ? []
              : [
                  money('deposit', t('quotations.deposit'), sums.depositFen),
                  money('balance', t('quotations.balance'), sums.balanceFen),
                ]),
            {
              key: 'deepest',
              label: t('quotations.deepest'),
              value: percent(sums.deepestBp / 10_000),
            },
          ]}
        />
        {sums.deepestBp > limit && (
          <Alert
            type="warning"
            showIcon
            title={t('quotations.asks_discount', { limit: percent(limit / 10_000) })}
          />
        )}
      </Panel>
    </div>
  )
}
