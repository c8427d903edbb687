import { AppstoreAddOutlined, PlusOutlined, SnippetsOutlined } from '@ant-design/icons'
import { App, Button, Popover, Tooltip } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { withTexts } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './Builder.module.css'
import { useBuilder } from './builderState.tsx'
import { readRule } from './clipboard.ts'
import { type Group, groupOf, nodeOf } from './draft.ts'
import type { Rule } from './rule.ts'

// What is ready to take is called as the grading kit calls it.
const kindList = () => withTexts('templates', import('./KindList.tsx'))
const KindList = lazy(() => kindList().then((module) => ({ default: module.KindList })))

/** At the foot of a group: another condition, another group, or one from the clipboard. */
export function AddCondition(props: { group: Group; isRoot: boolean }) {
  const t = useTexts()
  const { message } = App.useApp()
  const builder = useBuilder()
  const [isOpen, setOpen] = useState(false)
  const open = (next: boolean) => {
    setOpen(next)
    builder.pick(next)
  }
  const { group, isRoot } = props
  const end = group.nodes.length
  const add = (rule: Rule) => {
    open(false)
    builder.add(group.id, end, nodeOf(rule))
  }
  const paste = async () => {
    // Refused or not there: the keys still work.
    const text = await navigator.clipboard.readText().catch(() => '')
    const rule = readRule(text)
    if (rule) builder.add(group.id, end, nodeOf(rule))
    else void message.info(t('audience_build.nothing_to_paste'))
  }
  return (
    <div className={styles.add} data-foot>
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        open={isOpen}
        onOpenChange={open}
        destroyOnHidden
        content={
          <Suspense fallback={<SkeletonLines lines={6} />}>
            <KindList onChoose={add} />
          </Suspense>
        }
      >
        <Button
          size="small"
          type={isRoot && end === 0 ? 'primary' : 'default'}
          icon={<PlusOutlined />}
        >
          {t('audience_build.add')}
        </Button>
      </Popover>
      <Button
        size="small"
        type="text"
        icon={<AppstoreAddOutlined />}
        onClick={() =>
          builder.add(group.id, end, groupOf(group.match === 'all' ? 'any' : 'all', []))
        }
      >
        {t('audience_build.add_group')}
      </Button>
      <Tooltip title={t('audience_build.paste_hint')}>
        <Button
          size="small"
          type="text"
          icon={<SnippetsOutlined />}
          aria-label={t('audience_build.paste')}
          onClick={() => void paste()}
        />
      </Tooltip>
    </div>
  )
}
