import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Steps } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { uploadQuery } from './api.ts'
import { CheckStep } from './CheckStep.tsx'
import { MapStep } from './MapStep.tsx'
import { UploadStep } from './UploadStep.tsx'
import styles from './Wizard.module.css'

const route = getRouteApi('/app/imports/new')

/** A file on its way in: upload, match the columns, check, start. The address knows how far it is. */
export function WizardPage() {
  const t = useTexts()
  const { upload, step, mends } = route.useSearch()
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const at = !upload ? 0 : step === 'check' ? 2 : 1
  return (
    <Page
      title={t(mends ? 'import_wizard.mend_title' : 'import_wizard.title')}
      purpose={t(mends ? 'import_wizard.mend_purpose' : 'import_wizard.purpose')}
      actions={
        <ButtonLink to="/imports" color="default" variant="outlined">
          {t('import_wizard.leave')}
        </ButtonLink>
      }
    >
      <Steps
        size="small"
        current={at}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        responsive={false}
        items={[
          { title: t('import_wizard.step_upload') },
          { title: t('import_wizard.step_map') },
          { title: t('import_wizard.step_check') },
        ]}
      />
      {!upload && (
        <UploadStep
          mends={mends}
          onDone={(done) =>
            void navigate({
              to: '/imports/new',
              search: done.mends
                ? { upload: done.id, step: 'check', mends: done.mends }
                : { upload: done.id },
            })
          }
        />
      )}
      {upload && <Uploaded id={upload} isChecking={at === 2} />}
    </Page>
  )
}

function Uploaded(props: { id: string; isChecking: boolean }) {
  const t = useTexts()
  const upload = useQuery(uploadQuery(props.id))
  if (upload.error)
    return (
      <div className={styles.stack}>
        <ErrorPanel error={upload.error} onRetry={() => void upload.refetch()} />
        <div>
          <ButtonLink to="/imports/new" color="primary" variant="solid">
            {t('import_wizard.again')}
          </ButtonLink>
        </div>
      </div>
    )
  if (!upload.data) return <SkeletonLines lines={8} />
  return props.isChecking ? <CheckStep upload={upload.data} /> : <MapStep upload={upload.data} />
}
