// Under which operating mode figures were counted, and the way to change it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { usePlatformName } from '../../customers/words.ts'
import { useLocale } from '../../format/locale.tsx'
import { percent, shortNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { decideMode, type GmvAnswer, modeQuery, type OperatingMode } from './api.ts'
import styles from './Operating.module.css'

export function ModeLine(props: { mode: GmvAnswer['mode'] }) {
  const t = useTexts()
  const [isOpen, setOpen] = useState(false)
  const { mode, is_decided, window_days } = props.mode
  return (
    <p className={styles.mode}>
      <Chip tone={is_decided ? 'info' : 'warning'}>{t(`operating_mode.${mode}`)}</Chip>
      <span>{t(`operating_mode.${mode}_counts`, { count: window_days })}</span>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t(is_decided ? 'operating_mode.see' : 'operating_mode.decide')}
      </Button>
      <Drawer
        open={isOpen}
        size={520}
        title={t('operating_mode.title')}
        destroyOnHidden
        onClose={() => setOpen(false)}
      >
        <Decision onDone={() => setOpen(false)} />
      </Drawer>
    </p>
  )
}

function Decision(props: { onDone: () => void }) {
  const t = useTexts()
  const may = useMay('settings:manage')
  const mode = useQuery(modeQuery())
  const [isChanging, setChanging] = useState(false)
  if (mode.error) return <ErrorPanel error={mode.error} onRetry={() => void mode.refetch()} />
  if (!mode.data) return <SkeletonLines lines={10} />
  const { proposal } = mode.data
  return (
    <div className={styles.stack}>
      <p>{t('operating_mode.words')}</p>
      <div>
        <strong>
          {t('operating_mode.proposed', { mode: t(`operating_mode.${proposal.mode}`) })}
        </strong>
        <ul className={styles.reasons}>
          {proposal.reasons.map((one) => (
            <Reason key={one.reason} {...one} />
          ))}
        </ul>
        <p className={styles.quiet}>{t('operating_mode.rule')}</p>
      </div>
      {may ? (
        <Button type="primary" onClick={() => setChanging(true)}>
          {t('operating_mode.change')}
        </Button>
      ) : (
        <p className={styles.quiet}>{t('operating_mode.who_may')}</p>
      )}
      {isChanging && (
        <Change mode={mode.data} onClose={() => setChanging(false)} onDone={props.onDone} />
      )}
    </div>
  )
}

function Reason({
  reason,
  value,
  wanted,
  speaks_for,
}: OperatingMode['proposal']['reasons'][number]) {
  const t = useTexts()
  const { language } = useLocale()
  const write = (n: number) =>
    reason === 'own_share' ? percent(n) : shortNumber(Math.round(n * 10) / 10, language)
  return (
    <li>
      <span>
        {t(`operating_reason.${reason}`)} <b>{write(value)}</b>
        <span className={styles.quiet}>
          {' '}
          {t('operating_reason.wanted', { wanted: write(wanted) })}
        </span>
      </span>
      <Chip tone={speaks_for === 'own_loop' ? 'good' : 'plain'}>
        {t(`operating_mode.${speaks_for}`)}
      </Chip>
    </li>
  )
}

type Decided = Pick<OperatingMode, 'mode' | 'own_platforms' | 'touch_platforms' | 'window_days'>
const PLATFORMS = [
  'mini_program',
  'web',
  'app',
  'wecom',
  'official_account',
  'pos',
  'taobao',
  'jd',
  'douyin',
]

function Change(props: { mode: OperatingMode; onClose: () => void; onDone: () => void }) {
  const t = useTexts()
  const platformName = usePlatformName()
  const queryClient = useQueryClient()
  const { mode, own_platforms, touch_platforms, window_days } = props.mode
  const options = [...new Set([...PLATFORMS, ...own_platforms, ...touch_platforms])].map(
    (value) => ({
      value,
      label: platformName(value),
    }),
  )
  const platforms = <Select mode="tags" options={options} optionFilterProp="label" />
  return (
    <FormDialog<Decided, unknown>
      title={t('operating_mode.change')}
      okText={t('action.save')}
      words={t('operating_mode.change_words')}
      initial={{ mode, own_platforms, touch_platforms, window_days }}
      save={decideMode}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['insight'] })
        props.onDone()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="mode" label={t('operating_mode.title')}>
        <Radio.Group
          className={styles.choices}
          options={(['empower', 'own_loop'] as const).map((value) => ({
            value,
            label: t(`operating_mode.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="own_platforms"
        label={t('operating_mode.own_platforms')}
        extra={t('operating_mode.own_platforms_help')}
        rules={[{ required: true, message: t('operating_mode.own_platforms') }]}
      >
        {platforms}
      </Form.Item>
      <Form.Item
        name="touch_platforms"
        label={t('operating_mode.touch_platforms')}
        extra={t('operating_mode.touch_platforms_help')}
        rules={[{ required: true, message: t('operating_mode.touch_platforms') }]}
      >
        {platforms}
      </Form.Item>
      <Form.Item
        name="window_days"
        label={t('operating_mode.window_days')}
        rules={[{ required: true, message: t('operating_mode.window_days') }]}
      >
        <InputNumber min={1} max={365} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}
