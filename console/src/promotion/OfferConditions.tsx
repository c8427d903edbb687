import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { audiencesQuery } from '../audiences/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { activitiesQuery, offerGroupsQuery, offersQuery } from './api.ts'
import styles from './Promotion.module.css'

const SCOPES = ['all', 'customer', 'day', 'store'] as const

/** For whom, when, where, on which goods and with what an offer counts. */
export function Conditions({ offerId }: { offerId: string | undefined }) {
  const t = useTexts()
  const groups = useQuery(offerGroupsQuery)
  const audiences = useQuery(audiencesQuery({ limit: 200 }))
  const activities = useQuery(activitiesQuery({ limit: 200 }))
  const offers = useQuery(offersQuery({ limit: 200 }))
  const named = (audiences.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const words = (
    <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
  )
  return (
    <div className={styles.pair}>
      <Form.Item name="activity_id" label={t('offers.activity')}>
        <Select
          allowClear
          options={(activities.data?.items ?? []).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="group" label={t('offers.group')} tooltip={t('offers.group_hint')}>
        <Select
          allowClear
          options={(groups.data?.items ?? []).map(({ code, name }) => ({
            value: code,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name={['goods', 'skus']} label={t('offers.skus')} tooltip={t('offers.goods_hint')}>
        {words}
      </Form.Item>
      <Form.Item name={['goods', 'categories']} label={t('offers.categories')}>
        {words}
      </Form.Item>
      <Form.Item
        name={['goods', 'not', 'skus']}
        label={t('offers.not_skus')}
        tooltip={t('offers.not_goods_hint')}
      >
        {words}
      </Form.Item>
      <Form.Item name={['goods', 'not', 'categories']} label={t('offers.not_categories')}>
        {words}
      </Form.Item>
      <Form.Item name={['needs', 'fen']} label={t('offers.needs_fen')}>
        <InputNumber min={0} precision={2} suffix={t('offers.yuan')} />
      </Form.Item>
      <Form.Item name={['needs', 'pieces']} label={t('offers.needs_pieces')}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      <Form.Item name={['who', 'audiences']} label={t('offers.audiences')}>
        <Select mode="multiple" optionFilterProp="label" options={named} />
      </Form.Item>
      <Form.Item name={['who', 'not_audiences']} label={t('offers.not_audiences')}>
        <Select mode="multiple" optionFilterProp="label" options={named} />
      </Form.Item>
      <Form.Item name={['who', 'levels']} label={t('offers.levels')}>
        {words}
      </Form.Item>
      <Form.Item name={['where', 'storefronts']} label={t('offers.storefronts')}>
        {words}
      </Form.Item>
      <Form.Item
        name={['who', 'new_only']}
        label={t('offers.new_only')}
        tooltip={t('offers.new_only_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name={['who', 'hours_from_added']}
        label={t('offers.hours_from_added')}
        tooltip={t('offers.hours_hint')}
      >
        <InputNumber min={1} max={8760} precision={0} />
      </Form.Item>
      <Form.Item name={['when', 'weekdays']} label={t('offers.weekdays')}>
        <Select
          mode="multiple"
          options={([1, 2, 3, 4, 5, 6, 7] as const).map((value) => ({
            value,
            label: t(`offer_weekday.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name={['when', 'month_days']}
        label={t('offers.month_days')}
        tooltip={t('offers.month_days_hint')}
      >
        <Select
          mode="multiple"
          options={Array.from({ length: 31 }, (_, i) => ({
            value: i + 1,
            label: t('offers.day_of_month', { day: i + 1 }),
          }))}
        />
      </Form.Item>
      <Slots />
      <Form.Item name="most_fen" label={t('offers.most_fen')}>
        <InputNumber min={0.01} precision={2} suffix={t('offers.yuan')} />
      </Form.Item>
      <Form.Item name="priority" label={t('offers.priority')} tooltip={t('offers.priority_hint')}>
        <InputNumber min={-1000} max={1000} precision={0} />
      </Form.Item>
      <Form.Item
        name="exclusive"
        label={t('offers.exclusive')}
        tooltip={t('offers.exclusive_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="not_with"
        className={styles.wide}
        label={t('offers.not_with')}
        tooltip={t('offers.not_with_hint')}
      >
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          loading={offers.isLoading}
          options={(offers.data?.items ?? [])
            .filter(({ id, state }) => id !== offerId && state !== 'ended')
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </div>
  )
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** Hours of the day; past midnight it takes two. */
function Slots() {
  const t = useTexts()
  const clock = { pattern: CLOCK, message: t('offers.slot_clock') }
  const needed = { required: true, message: t('offers.slot_clock') }
  return (
    <Form.Item className={styles.wide} label={t('offers.slots')} tooltip={t('offers.slots_hint')}>
      <Form.List name={['when', 'slots']}>
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.hours}>
                <Form.Item noStyle name={[name, 'from']} rules={[needed, clock]}>
                  <Input placeholder="10:00" maxLength={5} aria-label={t('offers.slot_from')} />
                </Form.Item>
                <span>–</span>
                <Form.Item
                  noStyle
                  name={[name, 'to']}
                  dependencies={[['when', 'slots', name, 'from']]}
                  rules={[
                    needed,
                    clock,
                    ({ getFieldValue }) => ({
                      validator: (_, to?: string) =>
                        !to || to > String(getFieldValue(['when', 'slots', name, 'from']) ?? '')
                          ? Promise.resolve()
                          : Promise.reject(new Error(t('offers.slot_order'))),
                    }),
                  ]}
                >
                  <Input placeholder="12:00" maxLength={5} aria-label={t('offers.slot_to')} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={t('offers.slot_remove')}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {rows.length < 24 && (
              <Button size="small" icon={<PlusOutlined />} onClick={() => add()}>
                {t('offers.slot_add')}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </Form.Item>
  )
}

/** How often and how much in all. */
export function LimitFields() {
  const t = useTexts()
  return (
    <div className={styles.pair}>
      {SCOPES.map((scope) => (
        <Form.Item key={scope} label={t(`offer_limit.${scope}`)}>
          <div className={styles.pair}>
            <Form.Item noStyle name={['limits', scope, 'uses']}>
              <InputNumber
                min={1}
                precision={0}
                suffix={t('offers.times')}
                aria-label={`${t(`offer_limit.${scope}`)} ${t('offers.times')}`}
              />
            </Form.Item>
            <Form.Item noStyle name={['limits', scope, 'fen']}>
              <InputNumber
                min={0.01}
                precision={2}
                suffix={t('offers.yuan')}
                aria-label={`${t(`offer_limit.${scope}`)} ${t('offers.yuan')}`}
              />
            </Form.Item>
          </div>
        </Form.Item>
      ))}
    </div>
  )
}
