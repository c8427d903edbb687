import {
  CopyOutlined,
  DeleteOutlined,
  EllipsisOutlined,
  MinusCircleOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { useBuilder } from './builderState.tsx'
import { duplicate, type Node, negate, remove, ruleOf, unwrap, wrap } from './draft.ts'

/** What can be done with a condition or a group, beside it. */
export function NodeTools(props: { node: Node }) {
  const t = useTexts()
  const builder = useBuilder()
  const { node } = props
  const { root, put, folded } = builder
  const isGroup = node.kind === 'group'
  const isFolded = folded.has(node.id)
  const items: MenuProps['items'] = [
    {
      key: 'fold',
      label: t(isFolded ? 'audience_build.unfold' : 'audience_build.fold'),
    },
    { key: 'copy', label: t('audience_build.copy_json') },
    { key: 'wrap', label: t('audience_build.wrap') },
    ...(isGroup && !node.isExcluded ? [{ key: 'unwrap', label: t('audience_build.unwrap') }] : []),
  ]
  const choose = (key: string) => {
    if (key === 'fold') builder.fold(node.id)
    else if (key === 'copy') builder.copy(ruleOf(node))
    else if (key === 'wrap') put(wrap(root, node.id, 'any'))
    else put(unwrap(root, node.id))
  }
  const negated = t(node.isExcluded ? 'audience_build.include' : 'audience_build.exclude')
  return (
    <span className={styles.tools}>
      <Tooltip title={negated}>
        <Button
          type="text"
          size="small"
          icon={<MinusCircleOutlined />}
          aria-label={t('audience_build.exclude')}
          aria-pressed={node.isExcluded}
          className={node.isExcluded ? styles.pressed : undefined}
          onClick={() => put(negate(root, node.id))}
        />
      </Tooltip>
      <Tooltip title={t('action.duplicate')}>
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined />}
          aria-label={t('action.duplicate')}
          onClick={() => put(duplicate(root, node.id))}
        />
      </Tooltip>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button
          type="text"
          size="small"
          icon={<EllipsisOutlined />}
          aria-label={t('audience_build.more_tools')}
        />
      </Dropdown>
      <Tooltip title={t('audience_build.remove')}>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('audience_build.remove')}
          onClick={() => put(remove(root, node.id))}
        />
      </Tooltip>
    </span>
  )
}
