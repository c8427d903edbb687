import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import styles from './AudiencePage.module.css'
import { type AudienceOfCustomer, audienceQuery, customerAudiencesQuery } from './api.ts'
import { Explained } from './Explained.tsx'

/** The audiences a customer is in, since when, and why. */
export function AudiencesPanel(props: { customerId: number }) {
  const t = useTexts()
  const audiences = useQuery(customerAudiencesQuery(props.customerId))
  const [asked, setAsked] = useState<AudienceOfCustomer>()
  const items = audiences.data?.items
  return (
    <Panel title={t('audience_why.panel')}>
      {audiences.error && <ErrorNote error={audiences.error} />}
      {!items && !audiences.error && <SkeletonLines lines={2} />}
      {items?.length === 0 && <p className={styles.quiet}>{t('audience_why.panel_none')}</p>}
      <ul className={styles.uses}>
        {items?.map((audience) => (
          <li key={audience.id} className={styles.version}>
            <span>
              <Link to="/audiences/$audienceId" params={{ audienceId: audience.id }}>
                {audience.name}
              </Link>{' '}
              <span className={styles.quiet}>
                {t('audience_why.since')} <When at={audience.since} />
              </span>
            </span>
            <Button type="link" size="small" onClick={() => setAsked(audience)}>
              {t('audience_why.why')}
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <Modal
          open
          width={720}
          title={asked.name}
          footer={null}
          onCancel={() => setAsked(undefined)}
        >
          <Why id={asked.id} customer={props.customerId} />
        </Modal>
      )}
    </Panel>
  )
}

function Why(props: { id: string; customer: number }) {
  const audience = useQuery(audienceQuery(props.id))
  if (audience.error) return <ErrorNote error={audience.error} />
  if (!audience.data) return <SkeletonLines lines={5} />
  return <Explained audience={audience.data} customer={props.customer} />
}
