import type { BlockProps } from '../home.ts'
import { Linked } from './Linked.tsx'
import { Shot } from './Shot.tsx'

export function PictureText({ block, pictures, isFirst }: BlockProps<'picture_text'>) {
  const { layout, picture_id, alt, title, text, link } = block.settings
  const hasWords = title !== '' || text !== ''
  if (picture_id === null && !hasWords) return null
  return (
    <Linked link={link} class={`story ${picture_id === null ? 'above' : layout}`}>
      {picture_id !== null && (
        <Shot pictures={pictures} id={picture_id} alt={alt} isFirst={isFirst} />
      )}
      {hasWords && (
        <div class="said">
          {title && <h2>{title}</h2>}
          {text && <p class="words">{text}</p>}
        </div>
      )}
    </Linked>
  )
}
