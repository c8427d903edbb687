import { useQuery } from '@tanstack/react-query'
import { Modal, Tabs } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { previewReport, type Report } from './api.ts'

/** As it would be sent now: as mail, and as message of a chat. */
export function ReportPreview(props: { report: Report; onClose: () => void }) {
  const t = useTexts()
  const { report } = props
  const preview = useQuery({
    queryKey: ['insight', 'reports', report.id, 'preview'],
    queryFn: () => previewReport(report.id),
    retry: false,
  })
  const { data } = preview
  return (
    <Modal
      open
      width={720}
      title={data?.title ?? report.name}
      footer={null}
      onCancel={props.onClose}
    >
      {preview.error ? (
        <ErrorNote error={preview.error} />
      ) : data ? (
        <Tabs
          items={[
            {
              key: 'mail',
              label: t('watch.preview_mail'),
              children: (
                <iframe
                  title={t('watch.preview_mail')}
                  sandbox=""
                  srcDoc={data.html}
                  style={{ width: '100%', height: '60vh', border: 0 }}
                />
              ),
            },
            {
              key: 'text',
              label: t('watch.preview_text'),
              children: data.lines.map((line) => <p key={line}>{line.replaceAll('**', '')}</p>),
            },
          ]}
        />
      ) : (
        <SkeletonLines lines={6} />
      )}
      <p style={{ color: 'var(--ant-color-text-secondary)' }}>{t('watch.preview_words')}</p>
    </Modal>
  )
}
