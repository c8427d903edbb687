// The lineage of a shared link: which share led here, and through how many hands it went. The link
// names the share, never the sharer; the server knows who recorded that share.

export const SHARE_PARAMETER = 'hf_s'

export interface Share {
  id: string
  /** 1: received from whoever shared first. */
  depth: number
  method?: string
}

const FORM = /^([a-z0-9]{6,40})\.(\d{1,3})$/

export const shareText = ({ id, depth }: Share): string => `${id}.${depth}`

export function readShare(text: string | null | undefined): Share | undefined {
  const found = FORM.exec(text ?? '')
  return found?.[1] ? { id: found[1], depth: Number(found[2]) } : undefined
}

/** The next hand: whoever came by a share passes on one that is a step deeper. */
export function nextShare(arrivedBy: Share | undefined, id: string, method?: string): Share {
  return { id, depth: Math.min((arrivedBy?.depth ?? 0) + 1, 999), ...(method && { method }) }
}
