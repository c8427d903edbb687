import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Modal, Tree, type TreeDataNode } from 'antd'
import { useMemo, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useTenant } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { type Region, removeRegion, useOrgChanged } from './api.ts'
import styles from './OrgPage.module.css'
import { RegionForm } from './RegionForm.tsx'
import { type RegionNode, totalsOf, treeOf } from './tree.ts'

export const EVERYWHERE = 'all'

/** Headquarters and the regions below it; choosing one narrows the lists beside it. */
export function RegionTree(props: {
  regions: readonly Region[]
  chosen: string | undefined
  onChoose: (region: string | undefined) => void
  mayManage: boolean
}) {
  const { regions, chosen } = props
  const t = useTexts()
  const tenant = useTenant()
  const [form, setForm] = useState<'add' | 'edit'>()
  const [removing, setRemoving] = useState(false)
  const region = regions.find(({ id }) => id === chosen)
  const nodes = useMemo(() => treeOf(regions).map(nodeOf), [regions])
  const tree: TreeDataNode[] = [{ key: EVERYWHERE, title: tenant.name, children: nodes }]
  return (
    <Panel
      title={t('org.structure')}
      extra={
        props.mayManage && (
          <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setForm('add')}>
            {t('org.add_region')}
          </Button>
        )
      }
    >
      <Tree
        aria-label={t('org.structure')}
        blockNode
        defaultExpandAll
        // A tree that just grew opens what is new.
        key={regions.length}
        treeData={tree}
        selectedKeys={[chosen ?? EVERYWHERE]}
        onSelect={([key]) => {
          if (key !== undefined) props.onChoose(key === EVERYWHERE ? undefined : String(key))
        }}
      />
      {props.mayManage && region && (
        <div style={{ marginTop: 12 }}>
          <Button type="link" size="small" icon={<EditOutlined />} onClick={() => setForm('edit')}>
            {t('org.edit_region')}
          </Button>
          <Button
            type="link"
            size="small"
            danger
            icon={<DeleteOutlined />}
            onClick={() => setRemoving(true)}
          >
            {t('org.remove')}
          </Button>
        </div>
      )}
      {form && (
        <RegionForm
          region={form === 'edit' ? region : undefined}
          parentId={region?.id}
          onClose={() => setForm(undefined)}
        />
      )}
      {region && (
        <RemoveRegion
          region={region}
          open={removing}
          onClose={() => setRemoving(false)}
          onRemoved={() => {
            setRemoving(false)
            props.onChoose(undefined)
          }}
        />
      )}
    </Panel>
  )
}

function nodeOf(node: RegionNode): TreeDataNode {
  const { stores } = totalsOf(node)
  return {
    key: node.region.id,
    title: (
      <span className={styles.node}>
        <span className={styles.nodeName}>{node.region.name}</span>
        <span className={styles.quiet}>{stores}</span>
      </span>
    ),
    children: node.below.map(nodeOf),
  }
}

function RemoveRegion(props: {
  region: Region
  open: boolean
  onClose: () => void
  onRemoved: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const removing = useMutation({
    mutationFn: () => removeRegion(props.region.id),
    onSuccess: async () => {
      void message.success(t('org.removed'))
      props.onRemoved()
      await changed()
    },
  })
  return (
    <Modal
      open={props.open}
      title={t('org.remove_region_title', { name: props.region.name })}
      okText={t('org.remove')}
      okButtonProps={{ danger: true }}
      cancelText={t('action.cancel')}
      confirmLoading={removing.isPending}
      onCancel={props.onClose}
      afterClose={removing.reset}
      onOk={() => removing.mutate()}
    >
      {removing.error && <ErrorNote error={removing.error} />}
      <p>{t('org.remove_region_words')}</p>
    </Modal>
  )
}
