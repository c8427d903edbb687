import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { TextKey } from '../i18n/texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { KeyValues } from '../ui/KeyValues.tsx'
import { isMac, OPEN_SEARCH, OPEN_SHORTCUTS } from './keys.ts'
import styles from './Shortcuts.module.css'

/** Pressed after `g`: to a page. */
const GO = {
  h: '/',
  c: '/customers',
  a: '/audiences',
  e: '/events',
  i: '/imports',
  d: '/dead-letters',
} as const

const told: { keys: string[]; text: TextKey }[] = [
  { keys: isMac ? ['⌘', 'K'] : ['Ctrl', 'K'], text: 'search.trigger' },
  { keys: ['/'], text: 'search.trigger' },
  { keys: ['g', 'h'], text: 'home.title' },
  { keys: ['g', 'c'], text: 'customers.title' },
  { keys: ['g', 'a'], text: 'audiences.title' },
  { keys: ['g', 'e'], text: 'live.title' },
  { keys: ['g', 'i'], text: 'imports.title' },
  { keys: ['g', 'd'], text: 'dead_letters.title' },
  { keys: ['['], text: 'shortcuts.fold' },
  { keys: ['?'], text: 'shortcuts.title' },
  { keys: ['Esc'], text: 'shortcuts.close' },
]

/** Keys that work everywhere but where somebody types; `?` tells them. */
export function Shortcuts(props: { onFold: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const act = useRef(props.onFold)
  act.current = props.onFold

  useEffect(() => {
    let goAt = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return
      const to = GO[event.key as keyof typeof GO]
      if (Date.now() - goAt < 1_200 && to) void navigate({ to })
      else if (event.key === '?') setOpen(true)
      else if (event.key === '[') act.current()
      else if (event.key === '/') dispatchEvent(new Event(OPEN_SEARCH))
      else if (event.key !== 'g') return
      goAt = event.key === 'g' ? Date.now() : 0
      event.preventDefault()
    }
    const show = () => setOpen(true)
    addEventListener('keydown', onKey)
    addEventListener(OPEN_SHORTCUTS, show)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener(OPEN_SHORTCUTS, show)
    }
  }, [navigate])

  return (
    <Modal
      open={open}
      title={t('shortcuts.title')}
      footer={null}
      width={420}
      onCancel={() => setOpen(false)}
    >
      <KeyValues
        rows={told.map(({ keys, text }) => ({
          key: keys.join(''),
          label: (
            <span className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          ),
          value: t(text),
        }))}
      />
    </Modal>
  )
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable], [role="combobox"]') !== null
}
