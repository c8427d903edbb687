import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { type Koc, stepsQuery } from './api.ts'
import styles from './Koc.module.css'

/** How one came to where she stands. */
export function Steps(props: { one: Koc; onClose: () => void }) {
  const t = useTexts()
  const query = useQuery(stepsQuery(props.one.id))
  return (
    <Drawer open size={480} title={t('koc.history')} onClose={props.onClose}>
      {query.error && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={4} />
      ) : (
        <ol className={styles.steps}>
          {query.data.items.map((step) => (
            <li key={step.id}>
              <strong>
                {step.from_stage && `${t(`koc_stage.${step.from_stage}`)} → `}
                {t(`koc_stage.${step.to_stage}`)}
              </strong>
              <span className={styles.quiet}>
                {step.by_name} · <When at={step.at} />
              </span>
              {step.note && <p>{step.note}</p>}
            </li>
          ))}
        </ol>
      )}
    </Drawer>
  )
}
