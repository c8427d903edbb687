import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Panel } from '../ui/Page.tsx'
import styles from './AudiencePage.module.css'
import type { Audience } from './api.ts'
import { Explained } from './Explained.tsx'

const route = getRouteApi('/app/audiences/$audienceId')

/** Why one customer is inside or not; the address keeps who. */
export function WhyTab(props: { audience: Audience }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { customer } = route.useSearch()
  const id = customer === undefined ? undefined : Number(customer)
  return (
    <Panel title={t('audience_why.title')}>
      <div className={styles.stack}>
        <CustomerPicker
          width={320}
          placeholder={t('audience_why.choose')}
          value={id}
          onChange={(next) =>
            void navigate({
              to: '/audiences/$audienceId',
              params: { audienceId: props.audience.id },
              search: { tab: 'why', customer: next === undefined ? undefined : String(next) },
              replace: true,
            })
          }
        />
        {id === undefined ? (
          <p className={styles.quiet}>{t('audience_why.words')}</p>
        ) : (
          <Explained audience={props.audience} customer={id} />
        )}
      </div>
    </Panel>
  )
}
