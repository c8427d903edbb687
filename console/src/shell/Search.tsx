import { SearchOutlined } from '@ant-design/icons'
import { Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { isMac, OPEN_SEARCH } from './keys.ts'
import { Palette } from './Palette.tsx'
import styles from './Search.module.css'

/** ⌘K: finds customers, pages and actions from everywhere. */
export function Search() {
  const t = useTexts()
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((was) => !was)
    }
    const show = () => setOpen(true)
    addEventListener('keydown', onKey)
    addEventListener(OPEN_SEARCH, show)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener(OPEN_SEARCH, show)
    }
  }, [])

  return (
    <>
      <button type="button" className={styles.trigger} onClick={() => setOpen(true)}>
        <SearchOutlined />
        <span className={styles.hint}>{t('search.trigger')}</span>
        <kbd className={styles.keys}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        // Not seen, but the dialog's name.
        title={t('search.trigger')}
        width={600}
        style={{ top: 88 }}
        styles={{ container: { padding: 0 }, header: { display: 'none' } }}
        destroyOnHidden
      >
        <Palette onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}
