import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, InputNumber, Select, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type PointsPolicy, policyQuery, savePolicy } from './api.ts'

type Policy = PointsPolicy['policy']
const EXPIRIES = ['never', 'rolling', 'fixed'] as const
const ROUNDS = ['none', 'month', 'year'] as const

/** How points work: how long they last, what they pay, who may owe and hand on. */
export function PolicyForm() {
  const found = useQuery(policyQuery)
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonLines lines={8} />
  return (
    <div style={{ maxWidth: 560 }}>
      <Fields key={found.data.version} stored={found.data} />
    </div>
  )
}

function Fields(props: { stored: PointsPolicy }) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const mayWrite = useMay('membership:write')
  const [form] = Form.useForm<Policy>()
  const kind = Form.useWatch(['expiry', 'kind'], form)
  const saving = useMutation({
    mutationFn: (policy: Policy) => savePolicy({ version: props.stored.version, policy }),
    onSuccess: async () => {
      void message.success(t('points.policy_saved'))
      await queryClient.invalidateQueries({ queryKey: policyQuery.queryKey })
    },
  })
  const number = (min: number, max: number) => (
    <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
  )
  const needed = [{ required: true, message: t('points.needed') }]
  return (
    <Form<Policy>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!mayWrite}
      initialValues={props.stored.policy}
      onFinish={(policy) => saving.mutate(policy)}
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <Form.Item
        name={['expiry', 'kind']}
        label={t('points.expiry')}
        extra={t('points.expiry_hint')}
      >
        <Select
          options={EXPIRIES.map((value) => ({ value, label: t(`points.expiry_${value}`) }))}
        />
      </Form.Item>
      {kind === 'rolling' && (
        <>
          <Form.Item name={['expiry', 'months']} label={t('points.months')} rules={needed}>
            {number(1, 120)}
          </Form.Item>
          <Form.Item name={['expiry', 'round']} label={t('points.expiry_round')} rules={needed}>
            <Select
              options={ROUNDS.map((value) => ({ value, label: t(`points.expiry_round_${value}`) }))}
            />
          </Form.Item>
        </>
      )}
      {kind === 'fixed' && (
        <>
          <Form.Item name={['expiry', 'month']} label={t('points.month')} rules={needed}>
            {number(1, 12)}
          </Form.Item>
          <Form.Item name={['expiry', 'day']} label={t('points.day')} rules={needed}>
            {number(1, 31)}
          </Form.Item>
          <Form.Item
            name={['expiry', 'years_after']}
            label={t('points.years_after')}
            rules={needed}
          >
            {number(0, 10)}
          </Form.Item>
        </>
      )}
      <Form.Item name={['worth', 'points']} label={t('points.worth_points')} rules={needed}>
        {number(1, 1_000_000)}
      </Form.Item>
      <Form.Item name={['worth', 'fen']} label={t('points.worth_fen')} rules={needed}>
        {number(1, 1_000_000)}
      </Form.Item>
      <Form.Item name="most_bp" label={t('points.most_bp')} rules={needed}>
        {number(0, 10_000)}
      </Form.Item>
      <Form.Item name="least_points" label={t('points.least_points')} rules={needed}>
        {number(0, 100_000_000)}
      </Form.Item>
      <Form.Item name="multiple" label={t('points.multiple')} rules={needed}>
        {number(1, 1_000_000)}
      </Form.Item>
      <Form.Item name="refund_grace_days" label={t('points.refund_grace_days')} rules={needed}>
        {number(0, 365)}
      </Form.Item>
      <Form.Item
        name="may_owe"
        label={t('points.may_owe')}
        extra={t('points.may_owe_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name={['transfer', 'allowed']}
        label={t('points.transfer_allowed')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item name={['transfer', 'most_a_day']} label={t('points.transfer_most')} rules={needed}>
        {number(0, 100_000_000)}
      </Form.Item>
      <Form.Item name="adjust_most" label={t('points.adjust_most')} rules={needed}>
        {number(1, 100_000_000)}
      </Form.Item>
      <Form.Item
        name="breakage_bp"
        label={t('points.breakage_bp')}
        extra={t('points.breakage_hint')}
        rules={needed}
      >
        {number(0, 10_000)}
      </Form.Item>
      {mayWrite && (
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t('action.save')}
        </Button>
      )}
    </Form>
  )
}
