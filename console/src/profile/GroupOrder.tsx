import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Reorder } from '../ui/Reorder.tsx'
import { orderTagGroups, type TagGroup } from './api.ts'
import styles from './Tags.module.css'

/** The order in which groups stand, here and wherever tags are shown or chosen. */
export function GroupOrder(props: { groups: readonly TagGroup[]; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [groups, setGroups] = useState(props.groups)
  const saving = useMutation({
    mutationFn: () => orderTagGroups(groups.map((group) => group.id)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['tag-groups'] })
      props.onClose()
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: ['tag-groups'] }),
  })
  return (
    <Modal
      open
      title={t('tags_page.order')}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={props.onClose}
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <p style={{ marginBottom: 12 }}>{t('tags_page.order_words')}</p>
      <Reorder
        label={t('tags_page.groups')}
        items={groups}
        keyOf={(group) => group.id}
        nameOf={(group) => group.name}
        onMove={setGroups}
      >
        {(group) => <span className={styles.orderName}>{group.name}</span>}
      </Reorder>
    </Modal>
  )
}
