// How identifiers stand in the event store: 'namespace\x1fvalue'.

export const identKeyText = (identifiers: readonly { namespace: string; value: string }[]) =>
  identifiers.length === 0
    ? '[]'
    : `[${identifiers.map((i) => JSON.stringify(`${i.namespace}\x1f${i.value}`)).join(',')}]`

export function parseIdentKey(text: string): { namespace: string; value: string } {
  const cut = text.indexOf('\x1f')
  return { namespace: text.slice(0, cut), value: text.slice(cut + 1) }
}
