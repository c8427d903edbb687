import { EyeOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { previewQuery } from './api.ts'
import styles from './Estimate.module.css'
import { Reasons } from './Reasons.tsx'
import type { Rule } from './rule.ts'
import type { Sayer } from './say.ts'

/** A few of those whom the rule means, each with what made it so; asked for, not shown by itself. */
export function PreviewPanel(props: { rule: Rule | undefined; sayer: Sayer }) {
  const t = useTexts()
  const { rule, sayer } = props
  const [asked, setAsked] = useState<Rule>()
  const preview = useQuery({
    ...previewQuery(asked ?? { kind: 'everybody' }),
    enabled: asked !== undefined,
  })
  const isOther = asked !== undefined && JSON.stringify(asked) !== JSON.stringify(rule)
  return (
    <Panel
      title={t('audience_preview.title')}
      extra={
        <Button
          size="small"
          icon={<EyeOutlined />}
          disabled={rule === undefined}
          loading={preview.isFetching}
          onClick={() => (isOther || !asked ? setAsked(rule) : void preview.refetch())}
        >
          {t(asked ? 'audience_preview.again' : 'audience_preview.show')}
        </Button>
      }
    >
      {!asked && <p className={styles.quiet}>{t('audience_preview.words')}</p>}
      {preview.error && <ErrorNote error={preview.error} />}
      {asked && !preview.data && !preview.error && <SkeletonLines lines={6} />}
      {asked && preview.data && (
        <>
          {isOther && <p className={styles.quiet}>{t('audience_preview.older')}</p>}
          {preview.data.items.length === 0 && (
            <p className={styles.quiet}>{t('audience_preview.nobody')}</p>
          )}
          <ul className={styles.people}>
            {preview.data.items.map(({ customer, reasons }) => (
              <li key={customer.id} className={styles.person}>
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: String(customer.id) }}
                  target="_blank"
                >
                  <CustomerLine customer={customer} />
                </Link>
                <Reasons rule={asked} reasons={reasons} sayer={sayer} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
