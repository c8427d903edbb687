import { Button } from 'antd'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Panel } from '../ui/Page.tsx'
import type { Heat } from './namingApi.ts'
import styles from './tracking.module.css'

const SHOWN = 15

/** What was clicked most on the page, drawn or not. */
export function Elements(props: {
  heat: Heat
  onName: ((selector: string, text: string) => void) | undefined
}) {
  const t = useTexts()
  const { onName } = props
  const { elements } = props.heat
  return (
    <Panel title={t('naming.most_clicked')}>
      {elements.length === 0 ? (
        <EmptyState compact title={t('naming.no_clicks')} />
      ) : (
        <ol className={styles.list}>
          {elements.slice(0, SHOWN).map((element) => (
            <li key={element.selector} className={styles.line}>
              <span className={styles.named}>
                <span>{element.text || t('naming.no_text')}</span>
                <code className={styles.raw}>{element.selector}</code>
              </span>
              <span className={styles.ends}>
                <span title={t('naming.by_customers', { count: element.customers })}>
                  {exactNumber(element.n)}
                </span>
                {onName && (
                  <Button size="small" onClick={() => onName(element.selector, element.text)}>
                    {t('naming.give_name')}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
