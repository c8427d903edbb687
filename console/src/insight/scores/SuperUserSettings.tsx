import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import {
  SUPER_USERS,
  type SuperUserSettings,
  saveSuperUserSettings,
  superUserSettingsQuery,
} from './api.ts'
import styles from './Scores.module.css'
import { EventsSetting, NumberSetting, SettingsDrawer } from './SettingsDrawer.tsx'

type Settings = SuperUserSettings['settings']

export function SuperUserSettingsDrawer(props: { onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const set = useQuery(superUserSettingsQuery)
  const { choices } = useVocabulary()
  if (!set.data) return null
  const { settings, house, version, at, by_name } = set.data
  const attributes = choices.attributes.map(({ value, label }) => ({ value, label }))
  return (
    <SettingsDrawer<Settings>
      title={t('super_settings.title')}
      words={t('super_settings.words')}
      initial={settings}
      version={version}
      at={at}
      byName={by_name}
      save={(fields) =>
        saveSuperUserSettings({
          version,
          settings: { ...settings, ...fields, peers: fields.peers || null },
        })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: SUPER_USERS })}
      onClose={props.onClose}
    >
      <div className={styles.halves}>
        <NumberSetting
          name="window_days"
          label={t('super_settings.window_days')}
          min={14}
          max={730}
          words={t('super_settings.window_days_words')}
        />
        <NumberSetting
          name="payments_needed"
          label={t('super_settings.payments')}
          min={1}
          max={100}
          words={t('super_settings.payments_words')}
        />
        <NumberSetting
          name="enter"
          label={t('super_settings.enter')}
          min={0}
          max={100}
          words={t('super_settings.enter_words')}
        />
        <NumberSetting
          name="leave"
          label={t('super_settings.leave')}
          min={0}
          max={100}
          words={t('super_settings.leave_words')}
        />
        <NumberSetting
          name="candidate"
          label={t('super_settings.candidate')}
          min={0}
          max={100}
          words={t('super_settings.candidate_words')}
        />
        <NumberSetting
          name="evidence_needed"
          label={t('super_settings.evidence')}
          min={1}
          max={100}
          words={t('super_settings.evidence_words')}
        />
      </div>
      <Form.Item
        name="peers"
        label={t('super_settings.peers')}
        extra={t('super_settings.peers_words')}
      >
        <Select
          allowClear
          showSearch
          placeholder={t('super_settings.everybody')}
          options={attributes}
        />
      </Form.Item>
      <Form.Item name="attributes" label={t('super_settings.attributes')}>
        <Select mode="multiple" options={attributes} />
      </Form.Item>
      <EventsSetting name="sharing" label={t('super_settings.sharing')} house={house.sharing} />
      <EventsSetting name="feedback" label={t('super_settings.feedback')} house={house.feedback} />
      <EventsSetting name="content" label={t('super_settings.content')} house={house.content} />
      <EventsSetting name="intent" label={t('super_settings.intent')} house={house.intent} />
      <EventsSetting name="benefit" label={t('super_settings.benefit')} house={house.benefit} />
      <div className={styles.halves}>
        <NumberSetting
          name={['suspect', 'discount_share']}
          label={t('super_settings.discount')}
          min={0}
          max={100}
          unit="%"
        />
        <NumberSetting
          name={['suspect', 'silent_days']}
          label={t('super_settings.silent')}
          min={1}
          max={730}
        />
        <NumberSetting
          name={['suspect', 'deleted_within_days']}
          label={t('super_settings.deleted')}
          min={1}
          max={365}
        />
        <NumberSetting
          name={['allocation', 'super']}
          label={t('super_settings.plan_super')}
          min={0}
          max={100}
          unit="%"
          words={t('super_settings.plan_words')}
        />
        <NumberSetting
          name={['allocation', 'candidate']}
          label={t('super_settings.plan_candidate')}
          min={0}
          max={100}
          unit="%"
        />
        <NumberSetting
          name={['allocation', 'others']}
          label={t('super_settings.plan_others')}
          min={0}
          max={100}
          unit="%"
        />
        <NumberSetting
          name="value_weight"
          label={t('super_settings.value_weight')}
          min={0}
          max={100}
          unit="%"
          words={t('super_settings.value_weight_words')}
        />
      </div>
    </SettingsDrawer>
  )
}
