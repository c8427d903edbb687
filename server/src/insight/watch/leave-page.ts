// The page behind the link at the foot of a mail, in both languages: nobody is signed in there.
const esc = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** @param left the report's name once it is left; empty where there is no such report any more */
export function leavePage({ address, left }: { address: string; left?: string }): string {
  const body =
    left === undefined
      ? `<p>不再把这份报告发到 <b>${esc(address)}</b>？<br>Stop sending this report to <b>${esc(address)}</b>?</p><form method="post"><button>不再接收 · Stop</button></form>`
      : `<p>${left ? `「${esc(left)}」` : '报告'}不会再发到 <b>${esc(address)}</b>。<br>${left ? `“${esc(left)}”` : 'The report'} is sent to <b>${esc(address)}</b> no more.</p>`
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>Homefield</title><style>body{font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;max-width:480px;margin:15vh auto 0;padding:0 20px;color:#1d211e}button{font:inherit;padding:10px 20px;border:0;border-radius:6px;background:#1d6b50;color:#fff}</style></head><body>${body}</body></html>`
}
