import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, InputNumber, Modal, Radio } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import {
  type AssignmentKind,
  type AssignmentSettings,
  assignmentSettingsQuery,
  saveAssignmentSettings,
  startBackfill,
} from './api.ts'
import styles from './OrgPage.module.css'

const kinds: readonly AssignmentKind[] = ['store', 'guide']

/** How customers come to a store and a guide by themselves, and how long that is protected. */
export function AssignmentRules(props: { onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<AssignmentSettings>()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const settings = useQuery({ ...assignmentSettingsQuery, staleTime: 0 })
  const saving = useMutation({
    mutationFn: saveAssignmentSettings,
    onSuccess: async () => {
      void message.success(t('org.saved'))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: assignmentSettingsQuery.queryKey })
    },
  })
  const filling = useMutation({
    mutationFn: startBackfill,
    onSuccess: () => void message.success(t('org.backfill_started')),
  })
  const error = saving.error ?? filling.error ?? settings.error
  return (
    <Modal
      open
      title={t('org.rules')}
      okText={t('org.save')}
      okButtonProps={{ disabled: !settings.data }}
      cancelText={t('action.cancel')}
      confirmLoading={saving.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {error && <ErrorNote error={error} />}
      <p className={styles.words} style={{ marginBottom: 16 }}>
        {t('org.rules_words')}
      </p>
      {settings.data ? (
        <Form<AssignmentSettings>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={settings.data}
          onFinish={(values) => saving.mutate(values)}
        >
          {kinds.map((kind) => (
            <fieldset key={kind} style={{ margin: 0, padding: 0, border: 0 }}>
              <legend>
                <strong>{t(`belonging.${kind}`)}</strong>
              </legend>
              <Form.Item name={[kind, 'follow']} label={t('org.follow')}>
                <Radio.Group
                  options={(['first', 'latest'] as const).map((value) => ({
                    value,
                    label: t(`org.follow_${kind}_${value}`),
                  }))}
                />
              </Form.Item>
              <Form.Item
                name={[kind, 'protection_days']}
                label={t('org.protection')}
                extra={t('org.protection_hint')}
                rules={[{ required: true, message: t('org.days_needed') }]}
              >
                <InputNumber min={0} max={3650} precision={0} suffix={t('org.days')} />
              </Form.Item>
            </fieldset>
          ))}
        </Form>
      ) : (
        <SkeletonLines lines={6} />
      )}
      <p className={styles.words} style={{ margin: '8px 0' }}>
        {t('org.backfill_words')}
      </p>
      <Button
        style={{ marginBottom: 12 }}
        loading={filling.isPending}
        onClick={() => filling.mutate()}
      >
        {t('org.backfill')}
      </Button>
    </Modal>
  )
}
