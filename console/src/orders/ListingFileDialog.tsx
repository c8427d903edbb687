import { useMutation } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ChooseFile } from '../ui/ChooseFile.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { saveFile } from '../ui/save.ts'
import {
  checkListings,
  type ExternalStore,
  faultyListings,
  type ListingHow,
  type ListingReport,
  takeListings,
  useOrdersChanged,
} from './api.ts'
import styles from './Orders.module.css'

export const PLATFORMS = [
  ...(['tmall', 'taobao', 'jd', 'douyin', 'weixin_store', 'pdd', 'xiaohongshu'] as const),
  ...(['kuaishou', 'youzan', 'other'] as const),
] as const

/** A file of what a store on another platform lists: looked at first, then taken. */
export function ListingFileDialog(props: { store?: ExternalStore; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const [file, setFile] = useState<File>()
  const [platform, setPlatform] = useState(props.store?.platform)
  const [store, setStore] = useState(props.store?.name ?? '')
  const [replaces, setReplaces] = useState(true)
  const how: ListingHow = {
    ...(platform && { platform }),
    ...(store.trim() && { store: store.trim() }),
    replaces: replaces ? 'true' : 'false',
  }
  const check = useMutation({ mutationFn: (of: File) => checkListings(of, how) })
  const take = useMutation({
    mutationFn: (of: File) => takeListings(of, how),
    onSuccess: async (report) => {
      void message.success(t('external.taken', { count: listingsOf(report) }))
      await changed()
    },
  })
  const faults = useMutation({
    mutationFn: (of: File) => faultyListings(of, how),
    onSuccess: (rows, of) => saveFile(`${of.name.replace(/\.\w+$/, '')}-faults.csv`, rows),
  })
  const forget = () => {
    check.reset()
    take.reset()
    faults.reset()
  }
  const report = take.data ?? check.data
  const error = take.error ?? check.error ?? faults.error
  return (
    <Modal
      open
      width={720}
      title={t('external.take')}
      onCancel={props.onClose}
      footer={
        <Space wrap>
          {file && report && report.faulty > 0 && (
            <Button loading={faults.isPending} onClick={() => faults.mutate(file)}>
              {t('ship_file.faulty_rows')}
            </Button>
          )}
          {file && !check.data && !take.data && (
            <Button loading={check.isPending} onClick={() => check.mutate(file)}>
              {t('external.check')}
            </Button>
          )}
          {file && check.data && !take.data && (
            <Button
              type="primary"
              loading={take.isPending}
              disabled={check.data.stores.length === 0}
              onClick={() => take.mutate(file)}
            >
              {t('external.take_count', { count: listingsOf(check.data) })}
            </Button>
          )}
          <Button onClick={props.onClose}>
            {t(take.data ? 'ship_file.done' : 'action.cancel')}
          </Button>
        </Space>
      }
    >
      <p>{t('external.file_words')}</p>
      <Form layout="vertical" requiredMark={false}>
        <Space wrap align="start">
          <Form.Item label={t('external.platform')} tooltip={t('external.meant_hint')}>
            <Select
              allowClear
              style={{ width: 160 }}
              aria-label={t('external.platform')}
              {...(platform && { value: platform })}
              onChange={(next: typeof platform) => {
                setPlatform(next)
                forget()
              }}
              options={PLATFORMS.map((value) => ({
                value,
                label: t(`external_platform.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item label={t('external.store')} tooltip={t('external.meant_hint')}>
            <Input
              style={{ width: 260 }}
              aria-label={t('external.store')}
              maxLength={100}
              value={store}
              onChange={(event) => {
                setStore(event.target.value)
                forget()
              }}
            />
          </Form.Item>
        </Space>
        <Form.Item>
          <Checkbox
            checked={replaces}
            onChange={(event) => {
              setReplaces(event.target.checked)
              forget()
            }}
          >
            {t('external.replaces')}
          </Checkbox>
        </Form.Item>
      </Form>
      <Space wrap className={styles.actions}>
        <Button
          onClick={() =>
            saveFile(
              'listings.csv',
              new Blob([`\uFEFF${t('external.template_head')}\n${t('external.template_rows')}\n`]),
            )
          }
        >
          {t('external.template')}
        </Button>
        <ChooseFile
          label={t('ship_file.choose')}
          loading={check.isPending}
          onChoose={(taken) => {
            setFile(taken)
            forget()
            check.mutate(taken)
          }}
        />
        {file && <span>{file.name}</span>}
      </Space>
      {error && <ErrorNote error={error} />}
      {report && <Report report={report} isTaken={take.data !== undefined} />}
    </Modal>
  )
}

const listingsOf = ({ stores }: ListingReport) => stores.reduce((sum, s) => sum + s.listings, 0)

function Report({ report, isTaken }: { report: ListingReport; isTaken: boolean }) {
  const t = useTexts()
  const hidden = report.faulty - report.faults.length
  return (
    <div role="status">
      {report.stores.map((store) => (
        <p key={`${store.platform} ${store.name}`}>
          {t(isTaken ? 'external.report_taken' : 'external.report', {
            store: `${t(`external_platform.${store.platform}`)} · ${store.name}`,
            listings: exactNumber(store.listings),
            promotions: exactNumber(store.promotions),
          })}
        </p>
      ))}
      {report.gone > 0 && (
        <p>{t(isTaken ? 'external.gone_taken' : 'external.gone', { count: report.gone })}</p>
      )}
      {report.faulty > 0 && (
        <>
          <h2 className={styles.heading}>{t('external.faulty', { count: report.faulty })}</h2>
          {report.faults.map((fault) => (
            <p key={fault.row} className={styles.line}>
              <span>
                {t('own_orders.row', { row: fault.row })} {fault.code}
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
