import { AppstoreAddOutlined, PlusOutlined, SnippetsOutlined } from '@ant-design/icons'
import { App, Button, Input, Popover, Tooltip } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { blankLeaf, FAMILIES } from './blank.ts'
import { useBuilder } from './builderState.tsx'
import { readRule } from './clipboard.ts'
import { conditionOf, type Group, groupOf, nodeOf } from './draft.ts'
import type { LeafKind } from './rule.ts'

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
  const add = (kind: LeafKind) => {
    open(false)
    builder.add(group.id, end, conditionOf(blankLeaf(kind)))
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
        content={<KindList onChoose={add} />}
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

/** Every kind of condition, by family, each with what it is for; found by any of its words. */
function KindList(props: { onChoose: (kind: LeafKind) => void }) {
  const t = useTexts()
  const [text, setText] = useState('')
  const sought = text.trim().toLowerCase()
  const families = FAMILIES.map(({ family, kinds }) => ({
    family,
    kinds: kinds
      .map((kind: LeafKind) => ({
        kind,
        title: t(`audience_kind.${kind}`),
        hint: t(`audience_hint.${kind}`),
      }))
      .filter(({ title, hint }) => `${title} ${hint}`.toLowerCase().includes(sought)),
  })).filter(({ kinds }) => kinds.length > 0)
  const [first] = families.flatMap(({ kinds }) => kinds)
  return (
    <div className={styles.kinds}>
      <Input
        autoFocus
        allowClear
        aria-label={t('audience_build.search_kind')}
        placeholder={t('audience_build.search_kind')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing && first) props.onChoose(first.kind)
        }}
      />
      <div className={styles.kindFamilies}>
        {families.map(({ family, kinds }) => (
          <div key={family} className={styles.kindFamily}>
            <h3>{t(`audience_family.${family}`)}</h3>
            {kinds.map(({ kind, title, hint }) => (
              <button
                key={kind}
                type="button"
                className={styles.kind}
                onClick={() => props.onChoose(kind)}
              >
                <span>{title}</span>
                <span className={styles.kindHint}>{hint}</span>
              </button>
            ))}
          </div>
        ))}
        {families.length === 0 && <p className={styles.kindHint}>{t('audience_build.no_kind')}</p>}
      </div>
    </div>
  )
}
