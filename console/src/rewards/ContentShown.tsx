import { pictureUrl } from '../decoration/api.ts'
import { useTexts } from '../i18n/texts.ts'
import type { PartFields } from './ContentParts.tsx'
import styles from './Rewards.module.css'

/** Content as customers see it on a phone; what is not written yet is not there. */
export function ContentShown(props: { title: string; parts: readonly PartFields[] }) {
  const t = useTexts()
  return (
    <article className={styles.phone} aria-label={t('rewards.content_shown')}>
      <h3>{props.title}</h3>
      {props.parts.map((part, place) => {
        // Parts have no name but their place, and one picture may stand twice.
        const key = `${place} ${part.kind}`
        if (part.kind === 'text')
          return part.text?.trim() ? <p key={key}>{part.text.trim()}</p> : null
        return part.picture_id ? (
          <img key={key} src={pictureUrl(part.picture_id)} alt={part.alt ?? ''} />
        ) : null
      })}
    </article>
  )
}
