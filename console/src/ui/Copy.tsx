import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { App, Button, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import styles from './Copy.module.css'

/** Copies its text; says so for two seconds. `label` shows words beside the icon. */
export function CopyButton(props: { text: string; label?: string }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    if (await writeClipboard(props.text)) setCopied(true)
    else void message.error(t('copy.failed'))
  }

  const icon = copied ? <CheckOutlined className={styles.done} /> : <CopyOutlined />
  if (props.label) {
    return (
      <Button icon={icon} onClick={() => void copy()}>
        {copied ? t('copy.done') : props.label}
      </Button>
    )
  }
  return (
    <Tooltip title={copied ? t('copy.done') : t('copy.action')}>
      <Button
        type="text"
        size="small"
        className={styles.icon}
        icon={icon}
        aria-label={t('copy.action')}
        onClick={(event) => {
          event.stopPropagation()
          void copy()
        }}
      />
    </Tooltip>
  )
}

/** A value in type of even width, with its copy button beside it. */
export function CopyText(props: { text: string; shown?: string }) {
  return (
    <span className={styles.copyText}>
      <code title={props.shown ? undefined : props.text}>{props.shown ?? props.text}</code>
      <CopyButton text={props.text} />
    </span>
  )
}

/** Code to read and take away. */
export function CodeBlock(props: { code: string; label: string }) {
  return (
    <figure className={styles.block}>
      <figcaption className={styles.caption}>
        <span>{props.label}</span>
        <CopyButton text={props.code} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and the keyboard must be able to */}
      <pre className={styles.code} tabIndex={0}>
        {props.code}
      </pre>
    </figure>
  )
}

/** False when the browser refuses; over plain HTTP it has no clipboard, and a selection copies. */
export async function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}
