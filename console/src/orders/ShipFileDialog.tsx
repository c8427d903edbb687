import { useMutation } from '@tanstack/react-query'
import { App, Button, Modal, Space } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ChooseFile } from '../ui/ChooseFile.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { saveFile } from '../ui/save.ts'
import {
  checkShippingFile,
  runShippingFile,
  type ShippingReport,
  shippingFaults,
  useOrdersChanged,
} from './api.ts'
import styles from './Orders.module.css'

/** Orders out as a file, the same file back with carriers and numbers: looked at first, then sent. */
export function ShipFileDialog(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const [file, setFile] = useState<File>()
  const check = useMutation({ mutationFn: checkShippingFile })
  const run = useMutation({
    mutationFn: runShippingFile,
    onSuccess: async (report) => {
      void message.success(t('ship_file.sent', { count: report.parcels }))
      await changed()
    },
  })
  const faults = useMutation({
    mutationFn: shippingFaults,
    onSuccess: (rows, of) => saveFile(`${of.name.replace(/\.\w+$/, '')}-faults.csv`, rows),
  })
  const report = run.data ?? check.data
  const error = run.error ?? check.error ?? faults.error
  const take = (taken: File) => {
    setFile(taken)
    run.reset()
    faults.reset()
    check.mutate(taken)
  }
  return (
    <Modal
      open
      width={720}
      title={t('own_orders.ship_batch')}
      onCancel={props.onClose}
      footer={
        <Space wrap>
          {file && report && report.faulty > 0 && (
            <Button loading={faults.isPending} onClick={() => faults.mutate(file)}>
              {t('ship_file.faulty_rows')}
            </Button>
          )}
          {file && check.data && !run.data && (
            <Button
              type="primary"
              loading={run.isPending}
              disabled={check.data.parcels === 0}
              onClick={() => run.mutate(file)}
            >
              {t('ship_file.send', { count: check.data.parcels })}
            </Button>
          )}
          <Button onClick={props.onClose}>
            {t(run.data ? 'ship_file.done' : 'action.cancel')}
          </Button>
        </Space>
      }
    >
      <p>{t('ship_file.words')}</p>
      <Space wrap className={styles.actions}>
        <ExportButton kind="orders_to_ship" label={t('ship_file.export')} />
        <ChooseFile label={t('ship_file.choose')} loading={check.isPending} onChoose={take} />
        {file && <span>{file.name}</span>}
      </Space>
      {error && <ErrorNote error={error} />}
      {report && <Report report={report} isSent={run.data !== undefined} />}
    </Modal>
  )
}

function Report({ report, isSent }: { report: ShippingReport; isSent: boolean }) {
  const t = useTexts()
  const hidden = report.faulty - report.faults.length
  return (
    <div role="status">
      <p>
        {t(isSent ? 'ship_file.report_sent' : 'ship_file.report', {
          orders: exactNumber(report.orders),
          parcels: exactNumber(report.parcels),
        })}
        {report.already > 0 && t('ship_file.already', { count: report.already })}
        {report.left_out > 0 && t('ship_file.left_out', { count: report.left_out })}
      </p>
      {report.unknown_carriers.length > 0 && (
        <p>{t('ship_file.unknown_carriers', { names: report.unknown_carriers.join('、') })}</p>
      )}
      {report.faulty > 0 && (
        <>
          <h2 className={styles.heading}>{t('ship_file.faulty', { count: report.faulty })}</h2>
          {report.faults.map((fault) => (
            <p key={fault.row} className={styles.line}>
              <span>
                {t('own_orders.row', { row: fault.row })} {fault.order}
              </span>
              <span>{fault.reason}</span>
            </p>
          ))}
          {hidden > 0 && <p>{t('ship_file.more', { count: hidden })}</p>}
        </>
      )}
    </div>
  )
}
