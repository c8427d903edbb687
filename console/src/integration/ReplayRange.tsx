import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, DatePicker, Form, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { replayDeliveries } from './api.ts'

interface Fields {
  range: [Dayjs, Dayjs]
  delivered: boolean
}

/** Tells a stretch of time again: for a receiver that lost what it had taken. */
export function ReplayRange(props: { webhookId: string }) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [open, setOpen] = useState(false)
  const replaying = useMutation({
    mutationFn: ({ range, delivered }: Fields) =>
      replayDeliveries(props.webhookId, {
        from: range[0].toISOString(),
        to: range[1].toISOString(),
        states: delivered ? ['given_up', 'delivered'] : ['given_up'],
      }),
    onSuccess: async ({ count }) => {
      setOpen(false)
      void message.success(t('webhook.replayed', { count }))
      await queryClient.invalidateQueries({ queryKey: ['webhooks'] })
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('webhook.replay_range')}</Button>
      <Modal
        open={open}
        title={t('webhook.replay_range')}
        okText={t('webhook.replay')}
        cancelText={t('action.cancel')}
        confirmLoading={replaying.isPending}
        onCancel={() => setOpen(false)}
        onOk={form.submit}
        afterClose={replaying.reset}
        destroyOnHidden
      >
        {replaying.error && <ErrorNote error={replaying.error} />}
        <p>{t('webhook.replay_range_words')}</p>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ delivered: true }}
          onFinish={(fields) => replaying.mutate(fields)}
        >
          <Form.Item
            name="range"
            label={t('webhook.range')}
            rules={[{ required: true, message: t('webhook.range_needed') }]}
          >
            <DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
          </Form.Item>
          <Form.Item name="delivered" valuePropName="checked" extra={t('webhook.again_hint')}>
            <Checkbox>{t('webhook.delivered_too')}</Checkbox>
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
