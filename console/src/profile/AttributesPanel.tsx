import { EyeOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { AttributeRow } from './AttributeRow.tsx'
import styles from './Attributes.module.css'
import { type Attribute, attributesQuery } from './api.ts'
import { RevealDialog } from './RevealDialog.tsx'

const isThere = (a: Attribute) => a.hidden || (a.value !== null && a.value !== undefined)

/** What is known of a customer, by group: edited in place, with who said it and what it was before. */
export function AttributesPanel(props: { customerId: number }) {
  const t = useTexts()
  const { customerId } = props
  const attributes = useQuery(attributesQuery(customerId))
  const mayEdit = useMay('customers:write')
  const mayReveal = useMay('sensitive:read')
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState<string[]>()
  // Kept as long as the panel is open: what was read is not read again with every look.
  const [revealed, setRevealed] = useState<ReadonlyMap<string, unknown>>(new Map())

  const items = (attributes.data?.items ?? []).filter((a) => !a.archived || isThere(a))
  const hidden = items.filter((a) => a.hidden && !revealed.has(a.name)).map((a) => a.name)
  const filled = items.filter(isThere)
  const shown = all ? items : filled
  const groups = Map.groupBy(shown, (a) => a.group)
  const missing = items.length - filled.length
  return (
    <Panel
      title={t('attributes.title')}
      extra={
        mayReveal &&
        hidden.length > 0 && (
          <Button type="text" size="small" icon={<EyeOutlined />} onClick={() => setAsking(hidden)}>
            {t('attributes.reveal')}
          </Button>
        )
      }
    >
      {attributes.error && !attributes.data ? (
        <ErrorPanel error={attributes.error} onRetry={() => void attributes.refetch()} />
      ) : !attributes.data ? (
        <SkeletonLines lines={8} />
      ) : (
        <>
          {shown.length === 0 && <EmptyState compact title={t('attributes.empty')} />}
          {[...groups].map(([group, list]) => (
            <section key={group} className={styles.group}>
              <h3 className={styles.groupName}>{group || t('attributes.no_group')}</h3>
              {list.map((attribute) => (
                <AttributeRow
                  key={attribute.name}
                  customerId={customerId}
                  attribute={attribute}
                  mayEdit={mayEdit && !attribute.archived}
                  revealed={revealed.get(attribute.name)}
                  isRevealed={revealed.has(attribute.name)}
                  onReveal={mayReveal ? () => setAsking([attribute.name]) : undefined}
                  onEdited={() =>
                    setRevealed(new Map([...revealed].filter(([n]) => n !== attribute.name)))
                  }
                />
              ))}
            </section>
          ))}
          {missing > 0 && (
            <Button type="link" size="small" className={styles.more} onClick={() => setAll(!all)}>
              {all
                ? t('attributes.hide_missing')
                : t('attributes.show_missing', { count: missing })}
            </Button>
          )}
        </>
      )}
      {asking && (
        <RevealDialog
          customerId={customerId}
          names={asking}
          onClose={() => setAsking(undefined)}
          onRevealed={(values) => {
            setRevealed(new Map([...revealed, ...values]))
            setAsking(undefined)
          }}
        />
      )}
    </Panel>
  )
}
