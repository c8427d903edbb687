import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Steps } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { oneImportQuery, uploadQuery } from './api.ts'
import { CheckStep } from './CheckStep.tsx'
import { keepDraft } from './draft.ts'
import { MapStep } from './MapStep.tsx'
import { UploadStep } from './UploadStep.tsx'
import styles from './Wizard.module.css'

const route = getRouteApi('/app/imports/new')

/** A file on its way in: upload, match the columns, check, start. The address knows how far it is. */
export function WizardPage() {
  const t = useTexts()
  const { upload, step, mends, like } = route.useSearch()
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
      {!upload && like && <Like id={like} />}
      {!upload && (
        <UploadStep
          mends={mends}
          onDone={(done) => {
            if (like) keepDraft(done.id, { like })
            void navigate({
              to: '/imports/new',
              search: done.mends
                ? { upload: done.id, step: 'check', mends: done.mends }
                : { upload: done.id, ...(like && { step: 'check' }) },
            })
          }}
        />
      )}
      {upload && <Uploaded id={upload} isChecking={at === 2} />}
    </Page>
  )
}

/** Whose mapping reads the next file. */
function Like(props: { id: string }) {
  const t = useTexts()
  const earlier = useQuery(oneImportQuery(props.id))
  if (earlier.error)
    return <ErrorPanel error={earlier.error} onRetry={() => void earlier.refetch()} />
  if (!earlier.data) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t('import_wizard.like', { file: earlier.data.files.map((f) => f.name).join(', ') })}
    />
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
