import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyText } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { When } from '../ui/When.tsx'
import type { Identifier } from './api.ts'
import styles from './Identifiers.module.css'
import { Personal } from './Personal.tsx'
import { isPersonal } from './personal.ts'
import { useNamespaceName, usePlatformName } from './words.ts'

/** What this customer is known by: where it came from, and whether it is proven. */
export function Identifiers(props: { identifiers: readonly Identifier[] }) {
  const t = useTexts()
  const nameOf = useNamespaceName()
  const platformName = usePlatformName()
  if (props.identifiers.length === 0) return <EmptyState compact title={t('identifiers.empty')} />
  return (
    <ul className={styles.list}>
      {props.identifiers.map(({ namespace, value, verified, source, first_seen, last_seen }) => (
        <li key={`${namespace} ${value}`} className={styles.item}>
          <div className={styles.head}>
            <span className={styles.namespace}>{nameOf(namespace)}</span>
            {verified ? (
              <Chip tone="good" title={t('identifiers.verified_hint')}>
                {t('evidence.verified')}
              </Chip>
            ) : (
              <Chip tone="warning" title={t('identifiers.claimed_hint')}>
                {t('evidence.claimed')}
              </Chip>
            )}
          </div>
          {isPersonal(namespace) ? (
            <Personal name={namespace} value={value} />
          ) : (
            <CopyText text={value} />
          )}
          <div className={styles.quiet}>
            {source !== '' && <span>{platformName(source)}</span>}
            <span>
              {t('identifiers.first')} <When at={first_seen} />
            </span>
            <span>
              {t('identifiers.last')} <When at={last_seen} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
