import { SettingOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { exportSettingsQuery, saveExportSettings } from './api.ts'

/** From how many rows on an export needs a second person: shown to who may change it. */
export function ExportLimit() {
  const t = useTexts()
  const may = useMay('settings:manage')
  const queryClient = useQueryClient()
  const settings = useQuery({ ...exportSettingsQuery, enabled: may })
  const [rows, setRows] = useState<number | null>(null)
  const save = useMutation({
    mutationFn: saveExportSettings,
    onSuccess: async () => {
      setRows(null)
      await queryClient.invalidateQueries({ queryKey: ['export-settings'] })
    },
  })
  if (!may || !settings.data) return null
  const now = settings.data.approval_rows
  return (
    <>
      <Button icon={<SettingOutlined />} onClick={() => setRows(now)}>
        {t('exports.limit')}
      </Button>
      <Modal
        open={rows !== null}
        title={t('exports.limit')}
        okText={t('action.save')}
        cancelText={t('action.cancel')}
        confirmLoading={save.isPending}
        onCancel={() => setRows(null)}
        onOk={() => save.mutate(rows ?? now)}
        destroyOnHidden
      >
        {save.error && <ErrorNote error={save.error} />}
        <Form layout="vertical" requiredMark={false}>
          <Form.Item label={t('exports.limit_label')} extra={t('exports.limit_words')}>
            <InputNumber
              min={0}
              max={1_000_000_000}
              precision={0}
              value={rows ?? now}
              onChange={(value) => setRows(value ?? 0)}
              style={{ width: 200 }}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
