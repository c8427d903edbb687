import type { ComponentChildren } from 'preact'
import { hrefOf, type Link } from './link.ts'

/** A link where there is one to follow; else the same thing without. */
export function Linked(props: { link: Link | null; class: string; children: ComponentChildren }) {
  const { link, children } = props
  if (!link) return <div class={props.class}>{children}</div>
  return (
    <a class={props.class} href={hrefOf(link)} {...(link.to === 'url' && { rel: 'noreferrer' })}>
      {children}
    </a>
  )
}
