import type { Pictures } from '../home.ts'

/** A picture of a page, with its room kept before it has come. */
export function Shot(props: {
  pictures: Pictures
  id: string | null
  alt: string
  isFirst?: boolean
}) {
  const found = props.id === null ? undefined : props.pictures[props.id]
  if (!found) return <span class="shot missing" />
  return (
    <img
      class="shot"
      src={found.url}
      width={found.width}
      height={found.height}
      alt={props.alt}
      decoding="async"
      {...(props.isFirst ? { fetchpriority: 'high' } : { loading: 'lazy' })}
    />
  )
}
