// The page the brand made for its home, and the preview of one that is not published.
import { answer, client, here } from './api/client.ts'

/** Given by the console to whoever works on a page: shows its draft for a while. */
export const preview = new URLSearchParams(window.location.search).get('preview') ?? undefined
const query = preview === undefined ? {} : { preview }

export const loadHome = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/home', { params: { path: here, query } }))).page
export type HomePage = NonNullable<Awaited<ReturnType<typeof loadHome>>>
export type Block = HomePage['blocks'][number]
export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>
export type Pictures = HomePage['pictures']
/** What a block of a kind is drawn from. */
export interface BlockProps<Kind extends Block['kind']> {
  block: BlockOf<Kind>
  pictures: Pictures
  /** Near the top of the page: its pictures are loaded at once. */
  isFirst: boolean
}

/** To the console that this page is shown in, when it is. */
export function tellConsole(block: string): void {
  if (window.parent !== window)
    window.parent.postMessage({ homefield: 'block_chosen', block }, window.location.origin)
}
/** The console has saved the draft anew. @returns how to stop hearing it */
export function onDraftSaved(heard: () => void): () => void {
  const hear = ({ origin, source, data }: MessageEvent) => {
    if (origin !== window.location.origin || source !== window.parent) return
    if ((data as { homefield?: string } | null)?.homefield === 'draft_saved') heard()
  }
  window.addEventListener('message', hear)
  return () => window.removeEventListener('message', hear)
}
