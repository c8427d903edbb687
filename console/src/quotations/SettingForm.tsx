import { useQuery } from '@tanstack/react-query'
import { App, Form, InputNumber, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type Setting, saveSetting, settingQuery, useQuotationsChanged } from './api.ts'
import styles from './Quotations.module.css'

const ROLES = ['guide', 'operator', 'admin', 'owner'] as const
const nameOf = (role: (typeof ROLES)[number]) => `${role}_bp` as const

/** How deep whom may discount alone. */
export function SettingForm(props: { onClose: () => void }) {
  const found = useQuery(settingQuery)
  if (found.error) return <ErrorNote error={found.error} />
  return found.data ? <Fields setting={found.data} onClose={props.onClose} /> : null
}

function Fields({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useQuotationsChanged()
  const inPercent = Object.fromEntries(
    ROLES.map((role) => [nameOf(role), setting[nameOf(role)] / 100]),
  )
  const needed = [{ required: true, message: t('quotations.needed') }]
  return (
    <FormDialog<Setting>
      title={t('quotations.setting')}
      okText={t('action.save')}
      words={t('quotations.setting_words')}
      initial={{ ...setting, ...inPercent }}
      save={(given) =>
        saveSetting({
          ...given,
          ...Object.fromEntries(
            ROLES.map((role) => [nameOf(role), Math.round(given[nameOf(role)] * 100)]),
          ),
        })
      }
      onSaved={async () => {
        void message.success(t('quotations.saved'))
        onClose()
        await changed()
      }}
      onClose={onClose}
    >
      <div className={styles.pair}>
        {ROLES.map((role) => (
          <Form.Item
            key={role}
            name={nameOf(role)}
            label={t('quotations.limit_of', { role: t(`role.${role}`) })}
            rules={needed}
          >
            <InputNumber min={0} max={100} precision={2} suffix="%" style={{ width: '100%' }} />
          </Form.Item>
        ))}
        <Form.Item name="hours_to_pay" label={t('quotations.hours_to_pay')} rules={needed}>
          <InputNumber min={1} max={720} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item
        name="below_cost_asks"
        label={t('quotations.below_cost_asks')}
        extra={t('quotations.below_cost_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}
