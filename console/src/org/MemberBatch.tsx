import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { Role } from '../session/api.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { ROLES } from './MemberForm.tsx'
import { changeMembers, type Member } from './team.ts'

/** One role for the chosen people, or their access away and back. */
export function MemberBatch(props: { selection: Selection; rows: readonly Member[] | undefined }) {
  const { selection } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const [isChoosing, setChoosing] = useState(false)
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (member) => member.id,
    nameOf: (member) => member.name,
    changed: () => queryClient.invalidateQueries({ queryKey: ['team'] }),
  })
  const count = selection.keys.length
  const disable = (disabled: boolean) => run((ids) => changeMembers({ ids, set: { disabled } }))
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setChoosing(true)}>
          {t('team.batch_role')}
        </Button>
        <BatchAction label={t('team.enable')} onRun={() => disable(false)} />
        <BatchAction
          danger
          label={t('team.disable')}
          ask={{ title: t('team.batch_disable_title', { count }), words: t('team.disable_words') }}
          onRun={() => disable(true)}
        />
      </BatchBar>
      {isChoosing && (
        <BatchDialog<{ role: Role }>
          title={t('team.batch_role_title', { count })}
          words={t('team.batch_role_words')}
          okText={t('org.save')}
          onRun={({ role }) => run((ids) => changeMembers({ ids, set: { role } }))}
          onClose={() => setChoosing(false)}
        >
          <Form.Item
            name="role"
            label={t('team.role')}
            rules={[{ required: true, message: t('team.role_needed') }]}
          >
            <Select options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
