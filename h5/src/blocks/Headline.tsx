import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { hrefOf, type Link } from './link.ts'

/** Over what a block shows; nothing where it has no title. */
export function BlockTitle(props: { title: string; words?: string; link?: Link | null }) {
  const { title, words, link } = props
  if (title === '') return null
  return (
    <div class="headline">
      <h2>{title}</h2>
      {link && (
        <a href={hrefOf(link)} aria-label={t('block.more_of', { title })}>
          {t('block.more')} ›
        </a>
      )}
      {words && <p class="note">{words}</p>}
    </div>
  )
}

export function Headline({ block }: BlockProps<'headline'>) {
  const { title, words, link } = block.settings
  return <BlockTitle title={title} words={words} link={link} />
}
