// Who is what to whom in a family, and when that may be shown. Pure.

export const LINK_KINDS = [
  'spouse',
  'parent',
  'grandparent',
  'sibling',
  'relative',
  'guardian',
] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** What the other one is, seen from this side: her mother's daughter is a child. */
export const SEEN_FROM = {
  spouse: { node: 'spouse', other: 'spouse' },
  parent: { node: 'child', other: 'parent' },
  grandparent: { node: 'grandchild', other: 'grandparent' },
  sibling: { node: 'sibling', other: 'sibling' },
  relative: { node: 'relative', other: 'relative' },
  guardian: { node: 'ward', other: 'guardian' },
} as const satisfies Record<LinkKind, { node: string; other: string }>

/** What somebody can be in a family. */
export const FAMILY_ROLES: readonly string[] = [
  ...new Set(Object.values(SEEN_FROM).flatMap(({ node, other }) => [node, other])),
]

export interface Agreement {
  nodeAgreed: boolean
  otherAgreed: boolean
  nodeIsMinor: boolean
  otherIsMinor: boolean
}

/**
 * pending: somebody has not said yes. For a minor the yes is a guardian's. Nothing of the other side
 * is shown or counted before both have agreed.
 */
export const stateOfLink = (
  link: Agreement & { ended: boolean },
): 'pending' | 'confirmed' | 'ended' =>
  link.ended ? 'ended' : link.nodeAgreed && link.otherAgreed ? 'confirmed' : 'pending'

/** Whose yes is missing, in the words of the API. */
export const missingOf = (
  link: Agreement,
  side: 'node' | 'other',
): 'guardian' | 'person' | null => {
  const [agreed, minor] =
    side === 'node' ? [link.nodeAgreed, link.nodeIsMinor] : [link.otherAgreed, link.otherIsMinor]
  return agreed ? null : minor ? 'guardian' : 'person'
}
