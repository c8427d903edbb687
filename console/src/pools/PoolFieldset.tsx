import { Form, Input, Select } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { Panel } from '../ui/Page.tsx'
import { AudiencePicker } from './AudiencePicker.tsx'
import { BehaviourField } from './BehaviourField.tsx'
import { ObjectiveFields } from './ObjectiveFields.tsx'
import styles from './Pool.module.css'

const CARRIERS = [
  'wecom_friend',
  'wecom_group',
  'official_account',
  'mini_program',
  'app_push',
  'phone',
  'mail',
] as const

/** What a pool says of itself. */
export function PoolFieldset(props: { isReadOnly: boolean }) {
  const t = useTexts()
  const known = useKnownText()
  return (
    <div className={styles.column}>
      <Panel title={t('pool_page.position')}>
        <div className={styles.two}>
          <Form.Item
            name="name"
            label={t('pool_field.name')}
            rules={[{ required: true, whitespace: true, message: t('pool_example.name') }]}
          >
            <Input maxLength={100} placeholder={t('pool_example.name')} />
          </Form.Item>
          <Form.Item name="description" label={t('pool_field.description')}>
            <Input maxLength={2_000} />
          </Form.Item>
          <Form.Item
            name="why_come"
            label={t('pool_field.why_come')}
            tooltip={t('pool_hint.why_come')}
          >
            <Input.TextArea
              autoSize={{ minRows: 3 }}
              maxLength={2_000}
              placeholder={t('pool_example.why_come')}
            />
          </Form.Item>
          <Form.Item
            name="why_stay"
            label={t('pool_field.why_stay')}
            tooltip={t('pool_hint.why_stay')}
          >
            <Input.TextArea
              autoSize={{ minRows: 3 }}
              maxLength={2_000}
              placeholder={t('pool_example.why_stay')}
            />
          </Form.Item>
        </div>
      </Panel>
      <Panel title={t('pool_page.who')}>
        <div className={styles.two}>
          <Form.Item
            name="audience_id"
            label={t('pool_field.audience_id')}
            tooltip={t('pool_hint.audience_id')}
          >
            <AudiencePicker disabled={props.isReadOnly} />
          </Form.Item>
          <Form.Item
            name="owner_id"
            label={t('pool_field.owner_id')}
            tooltip={t('pool_hint.owner_id')}
          >
            <StaffPicker
              by="id"
              placeholder={t('pool_page.choose_owner')}
              disabled={props.isReadOnly}
            />
          </Form.Item>
        </div>
        <Form.Item
          name="carriers"
          label={t('pool_field.carriers')}
          tooltip={t('pool_hint.carriers')}
        >
          <Select
            mode="multiple"
            placeholder={t('pool_page.choose_carriers')}
            options={CARRIERS.map((value) => ({
              value,
              label: known(`touchpoint.kind_${value}`) ?? value,
            }))}
          />
        </Form.Item>
      </Panel>
      <Panel title={t('pool_field.behaviour')}>
        <Form.Item name="behaviour_text" label={t('pool_field.behaviour_text')}>
          <Input maxLength={2_000} placeholder={t('pool_example.behaviour_text')} />
        </Form.Item>
        <Form.Item name="behaviour" extra={t('pool_hint.behaviour')}>
          <BehaviourField disabled={props.isReadOnly} />
        </Form.Item>
      </Panel>
      <Panel title={t('pool_page.objectives')}>
        <ObjectiveFields name="short_objective" />
        <ObjectiveFields name="long_objective" />
      </Panel>
    </div>
  )
}
