// What stands beside the pointer, as elements: names come from customers' data and are never markup.
export interface TipRow {
  colour?: string
  name: string
  value?: string
}

export function tip(title: string, rows: readonly TipRow[]): HTMLElement {
  const all = document.createElement('div')
  all.append(element(title, title ? 'font-weight:600;margin-bottom:2px' : ''))
  for (const { colour, name, value } of rows) {
    const row = element('', 'display:flex;gap:16px;justify-content:space-between')
    const left = element(name, '')
    if (colour) {
      const mark = document.createElement('span')
      mark.style.cssText =
        'display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px'
      mark.style.background = colour
      left.prepend(mark)
    }
    row.append(left)
    if (value !== undefined) row.append(element(value, 'font-variant-numeric:tabular-nums'))
    all.append(row)
  }
  return all
}

function element(text: string, style: string): HTMLElement {
  const made = document.createElement('div')
  made.textContent = text
  made.style.cssText = style
  return made
}
