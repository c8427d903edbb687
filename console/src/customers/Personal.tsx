import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { CopyButton } from '../ui/Copy.tsx'
import styles from './Personal.module.css'
import { maskPersonal } from './personal.ts'

/** A phone number or address: masked until somebody asks to see it. */
export function Personal(props: { name: string; value: string }) {
  const t = useTexts()
  const [shown, setShown] = useState(false)
  const masked = maskPersonal(props.name, props.value)
  const canShow = masked !== props.value
  const label = shown ? t('personal.hide') : t('personal.show')
  return (
    <span className={styles.personal}>
      <span className={styles.value}>{shown ? props.value : masked}</span>
      {canShow && (
        <Button
          type="text"
          size="small"
          className={styles.button}
          icon={shown ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          aria-label={label}
          title={label}
          onClick={() => setShown(!shown)}
        />
      )}
      {shown && <CopyButton text={props.value} />}
    </span>
  )
}
