import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Modal, Segmented, Upload } from 'antd'
import { useState } from 'react'
import { type TextKey, useKnownText, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { saveFile } from '../ui/save.ts'
import {
  type ImportedStructure,
  importStructure,
  type StructureFile,
  useOrgChanged,
} from './api.ts'
import { decodeText, writeCsv } from './csv.ts'
import styles from './ImportStructure.module.css'

type Kind = StructureFile['kind']
const kinds: readonly Kind[] = ['regions', 'stores', 'staff']

/** The columns of a file; the server reads their names in both languages. */
const COLUMNS: Record<Kind, readonly TextKey[]> = {
  regions: ['org_column.regions_code', 'org_column.regions_name', 'org_column.regions_parent'],
  stores: [
    'org_column.stores_code',
    'org_column.stores_name',
    'org_column.stores_region',
    'org_column.stores_kind',
    'org_column.stores_address',
    'org_column.stores_opened_on',
    'org_column.stores_closed_on',
  ],
  staff: [
    'org_column.staff_code',
    'org_column.staff_name',
    'org_column.staff_wecom_user_id',
    'org_column.staff_phone',
    'org_column.staff_store',
    'org_column.staff_region',
    'org_column.staff_title',
    'org_column.staff_from',
  ],
}

/** Regions, stores or staff from a spreadsheet saved as CSV; bad rows come back with their reason. */
export function ImportStructure(props: { onClose: () => void }) {
  const t = useTexts()
  const [kind, setKind] = useState<Kind>('stores')
  const changed = useOrgChanged()
  const importing = useMutation({
    mutationFn: async (file: File) =>
      importStructure({ kind, csv: decodeText(await file.arrayBuffer()) }),
    onSuccess: changed,
  })
  const columns = COLUMNS[kind].map((column) => t(column))
  return (
    <Modal
      open
      title={t('org.import')}
      footer={<Button onClick={props.onClose}>{t('org.close')}</Button>}
      onCancel={props.onClose}
      width={600}
    >
      <div className={styles.dialog}>
        <Segmented
          style={{ alignSelf: 'flex-start' }}
          value={kind}
          onChange={(next) => {
            setKind(next)
            importing.reset()
          }}
          options={kinds.map((value) => ({ value, label: t(`org.${value}`) }))}
        />
        <p className={styles.words}>{t(`org.import_${kind}`)}</p>
        <div className={styles.columns}>
          {columns.map((column) => (
            <code key={column}>{column}</code>
          ))}
        </div>
        <Button
          size="small"
          style={{ alignSelf: 'flex-start' }}
          icon={<DownloadOutlined />}
          onClick={() => saveFile(`${kind}.csv`, csvFile([columns]))}
        >
          {t('org.template')}
        </Button>
        <Upload.Dragger
          accept=".csv,.txt,text/csv"
          showUploadList={false}
          disabled={importing.isPending}
          customRequest={({ file, onSuccess }) => {
            if (file instanceof File) importing.mutate(file, { onSettled: () => onSuccess?.(null) })
          }}
        >
          <p className={styles.drop}>
            <InboxOutlined aria-hidden /> {importing.isPending ? t('org.importing') : t('org.drop')}
          </p>
        </Upload.Dragger>
        {importing.error && <ErrorNote error={importing.error} />}
        {importing.data && (
          <Result
            result={importing.data}
            onDownload={() =>
              saveFile(
                `${kind}-rejected.csv`,
                csvFile((importing.data?.rejected ?? []).map((row) => [...row.cells, row.reason])),
              )
            }
          />
        )}
      </div>
    </Modal>
  )
}

const csvFile = (rows: readonly (readonly string[])[]) =>
  new Blob([writeCsv(rows)], { type: 'text/csv;charset=utf-8' })

function Result(props: { result: ImportedStructure; onDownload: () => void }) {
  const { rejected, created, changed, unchanged } = props.result
  const t = useTexts()
  const known = useKnownText()
  const shown = rejected.slice(0, 20)
  return (
    <Alert
      type={rejected.length > 0 ? 'warning' : 'success'}
      showIcon
      title={t('org.imported', { created, changed, unchanged })}
      description={
        rejected.length > 0 && (
          <>
            <p>{t('org.rejected', { count: rejected.length })}</p>
            <ul className={styles.rejected}>
              {shown.map((row) => (
                <li key={row.row}>
                  {t('org.row', { row: row.row })} {known(`org_row.${row.code}`) ?? row.reason}
                  <span className={styles.quiet}>{row.cells.filter(Boolean).join(' · ')}</span>
                </li>
              ))}
            </ul>
            <Button size="small" icon={<DownloadOutlined />} onClick={props.onDownload}>
              {t('org.download_rejected')}
            </Button>
          </>
        )
      }
    />
  )
}
