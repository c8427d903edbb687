import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { PictureField } from '../decoration/PictureField.tsx'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import {
  type Ladder,
  type Published,
  publishRules,
  simulateRules,
  simulationQuery,
  useMembershipChanged,
} from './api.ts'
import { fieldsOf, type RulesFields, rulesOf } from './draft.ts'
import styles from './Members.module.css'
import { SimulationTold } from './SimulationTold.tsx'

/** The rules of a ladder, tried on the real base before they are published. */
export function LevelsForm(props: {
  ladder: Ladder
  published: Published | undefined
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useMembershipChanged()
  const [form] = Form.useForm<RulesFields>()
  const { ladder, published } = props
  const [simulated, setSimulated] = useState<string>()
  const window = Form.useWatch('window', form)
  const term = Form.useWatch('term', form)
  const trying = useMutation({
    mutationFn: (fields: RulesFields) => simulateRules(ladder, rulesOf(fields, published?.rules)),
    onSuccess: ({ id }) => setSimulated(id),
  })
  const publishing = useMutation({
    mutationFn: (fields: RulesFields) =>
      publishRules(ladder, {
        rules: rulesOf(fields, published?.rules),
        note: fields.note ?? '',
        version: published?.version ?? 0,
      }),
    onSuccess: async () => {
      void message.success(t('members.published'))
      props.onClose()
      await changed()
    },
  })
  const simulation = useQuery({
    ...simulationQuery(simulated ?? ''),
    enabled: simulated !== undefined,
  })
  const needed = { required: true, message: t('members.needed') }
  const kinds =
    ladder === 'fan'
      ? (['event', 'growth'] as const)
      : (['spend', 'orders', 'growth', 'event'] as const)
  return (
    <Drawer
      open
      size={760}
      title={t('members.edit_levels')}
      onClose={props.onClose}
      extra={
        <div className={styles.row}>
          <Button
            loading={trying.isPending}
            onClick={() => void form.validateFields().then((fields) => trying.mutate(fields))}
          >
            {t('members.simulate')}
          </Button>
          <Button
            type="primary"
            loading={publishing.isPending}
            onClick={() => void form.validateFields().then((fields) => publishing.mutate(fields))}
          >
            {t('members.publish')}
          </Button>
        </div>
      }
    >
      {trying.error && <ErrorNote error={trying.error} />}
      {publishing.error && <ErrorNote error={publishing.error} />}
      {simulation.error && <ErrorNote error={simulation.error} />}
      {simulation.data && <SimulationTold simulation={simulation.data} ladder={ladder} />}
      <Form<RulesFields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(published?.rules, ladder, (code) => t(`members.start_${code}`))}
        onValuesChange={() => setSimulated(undefined)}
      >
        <div className={styles.row}>
          <Form.Item name="window" label={t('members.window')}>
            <Select
              style={{ width: 180 }}
              options={(['rolling', 'calendar_year', 'lifetime'] as const).map((value) => ({
                value,
                label: t(`members.window_name_${value}`),
              }))}
            />
          </Form.Item>
          {window === 'rolling' && (
            <Form.Item name="window_months" label={t('members.months')} rules={[needed]}>
              <InputNumber min={1} max={60} precision={0} />
            </Form.Item>
          )}
          <Form.Item name="term" label={t('members.held_for')}>
            <Select
              style={{ width: 180 }}
              options={(['months', 'year_end', 'forever'] as const).map((value) => ({
                value,
                label: t(`members.term_name_${value}`),
              }))}
            />
          </Form.Item>
          {term === 'months' && (
            <Form.Item name="term_months" label={t('members.months')} rules={[needed]}>
              <InputNumber min={1} max={60} precision={0} />
            </Form.Item>
          )}
          {term === 'year_end' && (
            <Form.Item name="term_years" label={t('members.years')} rules={[needed]}>
              <InputNumber min={0} max={5} precision={0} />
            </Form.Item>
          )}
          <Form.Item name="grace_days" label={t('members.grace_days')} rules={[needed]}>
            <InputNumber min={0} max={366} precision={0} />
          </Form.Item>
          <Form.Item name="downgrade" label={t('members.downgrade')}>
            <Select
              style={{ width: 180 }}
              options={(['to_qualified', 'one_level'] as const).map((value) => ({
                value,
                label: t(`members.downgrade_name_${value}`),
              }))}
            />
          </Form.Item>
        </div>
        <h3>{t('members.growth_rules')}</h3>
        <div className={styles.row}>
          <Form.Item name="per_yuan" label={t('members.per_yuan')}>
            <InputNumber min={0} max={1000} precision={0} disabled={ladder === 'fan'} />
          </Form.Item>
          <Form.Item name="per_order" label={t('members.per_order')}>
            <InputNumber min={0} precision={0} disabled={ladder === 'fan'} />
          </Form.Item>
        </div>
        <Form.List name="events">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <div key={key} className={styles.row}>
                  <Form.Item name={[name, 'event']} label={t('members.event')} rules={[needed]}>
                    <Input maxLength={200} />
                  </Form.Item>
                  <Form.Item name={[name, 'growth']} label={t('members.growth')} rules={[needed]}>
                    <InputNumber min={1} precision={0} />
                  </Form.Item>
                  <Form.Item name={[name, 'per_day']} label={t('members.per_day')}>
                    <InputNumber min={1} max={1000} precision={0} />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('members.remove')}
                    onClick={() => remove(name)}
                  />
                </div>
              ))}
              <Button size="small" icon={<PlusOutlined />} onClick={() => add({ growth: 1 })}>
                {t('members.add_event')}
              </Button>
            </>
          )}
        </Form.List>
        <h3>{t('members.levels_low_to_high')}</h3>
        <Form.List name="levels">
          {(levels, { add, remove }) => (
            <>
              {levels.map(({ key, name }, place) => (
                <div key={key} className={styles.level}>
                  <div className={styles.row}>
                    <Form.Item name={[name, 'name']} label={t('members.name')} rules={[needed]}>
                      <Input maxLength={60} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'name_en']}
                      label={t('members.name_en')}
                      rules={[needed]}
                    >
                      <Input maxLength={60} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'code']}
                      label={t('members.code')}
                      rules={[
                        {
                          required: true,
                          pattern: /^[a-z][a-z0-9_]*$/,
                          message: t('members.code_rule'),
                        },
                      ]}
                    >
                      <Input maxLength={40} />
                    </Form.Item>
                    {place > 0 && (
                      <>
                        <Form.Item name={[name, 'match']} label={t('members.match')}>
                          <Select
                            style={{ width: 130 }}
                            options={(['all', 'any'] as const).map((value) => ({
                              value,
                              label: t(`members.match_${value}`),
                            }))}
                          />
                        </Form.Item>
                        <Button
                          type="text"
                          danger
                          icon={<DeleteOutlined />}
                          aria-label={t('members.remove_level')}
                          onClick={() => remove(name)}
                        />
                      </>
                    )}
                  </div>
                  <div className={styles.row}>
                    <Form.Item
                      name={[name, 'title']}
                      label={t('members.level_title')}
                      tooltip={t('members.level_title_hint')}
                    >
                      <Input maxLength={30} />
                    </Form.Item>
                    <Form.Item name={[name, 'title_en']} label={t('members.level_title_en')}>
                      <Input maxLength={30} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'badge']}
                      label={t('members.badge')}
                      tooltip={t('members.badge_hint')}
                    >
                      <PictureField />
                    </Form.Item>
                  </div>
                  {place === 0 ? (
                    <p className={styles.quiet}>{t('members.needs_nothing')}</p>
                  ) : (
                    <Needs level={name} kinds={kinds} />
                  )}
                </div>
              ))}
              <Button
                icon={<PlusOutlined />}
                onClick={() =>
                  add({
                    match: 'all',
                    needs: [{ by: kinds[0], at_least: 1 }],
                    code: `level_${levels.length}`,
                  })
                }
              >
                {t('members.add_level')}
              </Button>
            </>
          )}
        </Form.List>
        <Form.Item name="note" label={t('members.note')} style={{ marginTop: 16 }}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}

function Needs(props: {
  level: number
  kinds: readonly ('spend' | 'orders' | 'growth' | 'event')[]
}) {
  const t = useTexts()
  const form = Form.useFormInstance<RulesFields>()
  const needed = { required: true, message: t('members.needed') }
  const levels = Form.useWatch('levels', form)
  return (
    <Form.List name={[props.level, 'needs']}>
      {(needs, { add, remove }) => (
        <>
          {needs.map(({ key, name }) => {
            const by = levels?.[props.level]?.needs?.[name]?.by
            return (
              <div key={key} className={styles.row}>
                <Form.Item name={[name, 'by']} label={t('members.need')}>
                  <Select
                    style={{ width: 140 }}
                    options={props.kinds.map((value) => ({
                      value,
                      label: t(`members.need_name_${value}`),
                    }))}
                  />
                </Form.Item>
                {by === 'event' && (
                  <Form.Item name={[name, 'event']} label={t('members.event')} rules={[needed]}>
                    <Input maxLength={200} />
                  </Form.Item>
                )}
                <Form.Item
                  name={[name, 'at_least']}
                  label={t(by === 'spend' ? 'members.at_least_yuan' : 'members.at_least')}
                  rules={[needed]}
                >
                  <InputNumber min={by === 'spend' ? 0.01 : 1} precision={by === 'spend' ? 2 : 0} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('members.remove')}
                  onClick={() => remove(name)}
                />
              </div>
            )
          })}
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => add({ by: props.kinds[0], at_least: 1 })}
          >
            {t('members.add_need')}
          </Button>
        </>
      )}
    </Form.List>
  )
}
