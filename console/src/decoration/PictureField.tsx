import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { pictureUrl } from './api.ts'
import styles from './Decoration.module.css'
import { PictureDialog } from './PictureDialog.tsx'

/** One picture, chosen among those that are there or added. */
export function PictureField(props: {
  id?: string
  value?: string | null
  onChange?: (id: string | null) => void
}) {
  const t = useTexts()
  const [isOpen, open] = useState(false)
  const { value } = props
  return (
    <div className={styles.picture} {...(props.id && { id: props.id })}>
      {value && <img src={pictureUrl(value)} alt={t('decoration.chosen_picture')} />}
      <Button onClick={() => open(true)}>
        {t(value ? 'decoration.other_picture' : 'decoration.choose_picture')}
      </Button>
      {value && (
        <Button type="text" onClick={() => props.onChange?.(null)}>
          {t('decoration.no_picture')}
        </Button>
      )}
      {isOpen && (
        <PictureDialog
          onChosen={({ id }) => {
            props.onChange?.(id)
            open(false)
          }}
          onClose={() => open(false)}
        />
      )}
    </div>
  )
}
