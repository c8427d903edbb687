import type { BlockProps } from '../home.ts'
import { Linked } from './Linked.tsx'

export function Notice({ block }: BlockProps<'notice'>) {
  const { text, link } = block.settings
  if (text === '') return null
  return (
    <Linked link={link} class="notice">
      <span>{text}</span>
      {link && <span aria-hidden="true">›</span>}
    </Linked>
  )
}
