// Style and script of the API page, in the page itself: it loads nothing from anywhere.

export const PAGE_STYLE = `
:root{--ink:#1c2430;--soft:#5b6675;--line:#e4e8ee;--paper:#fff;--wash:#f6f8fa;--accent:#0b7a5b;--code:#f1f4f7;
--get:#0b7a5b;--post:#1d5fc4;--put:#8a5a00;--patch:#8a5a00;--delete:#b3261e;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#2c3542;--paper:#12171e;--wash:#181f28;
--accent:#4cc79d;--code:#1f2732;--get:#4cc79d;--post:#7fb0ff;--put:#e6b35a;--patch:#e6b35a;--delete:#ff8a80}}
*{box-sizing:border-box}
html{scroll-padding-top:72px}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:.92em}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
header{position:sticky;top:0;z-index:2;display:flex;gap:24px;align-items:center;padding:10px 24px;background:var(--paper);border-bottom:1px solid var(--line)}
.brand{display:flex;gap:8px;align-items:center;font-weight:600;color:var(--ink);white-space:nowrap}.brand svg{color:var(--accent)}
#search{flex:1;max-width:520px;padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--wash);color:inherit;font:inherit}
.links{margin-left:auto;display:flex;gap:18px;white-space:nowrap}
.page{display:grid;grid-template-columns:288px minmax(0,1fr);max-width:1320px;margin:0 auto}
.index{position:sticky;top:57px;align-self:start;height:calc(100vh - 57px);overflow:auto;padding:20px 12px 40px 24px;border-right:1px solid var(--line)}
.index h2{margin:18px 0 4px;font-size:13px;font-weight:600}.index h2 a,.index .top{color:var(--soft)}.index .top{font-size:13px;font-weight:600}
.index ul{margin:0;padding:0;list-style:none}
.index li a{display:flex;gap:8px;align-items:baseline;padding:3px 8px;border-radius:6px;color:var(--ink);font-size:13.5px;line-height:1.45}
.index li a:hover{background:var(--wash);text-decoration:none}
main{padding:28px 40px 80px;min-width:0}
h1{margin:0;font-size:28px;line-height:1.3}.lead{margin:6px 0 24px;color:var(--soft);font-size:16px}
.basics{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px}
.basics>div{padding:14px 18px;border:1px solid var(--line);border-radius:10px;background:var(--wash)}
.basics h3{margin:0 0 4px;font-size:15px}.basics p{margin:0;color:var(--soft);font-size:14px}
.basics code,.inside p code,.fields p code{padding:1px 5px;border-radius:4px;background:var(--code);color:var(--ink);overflow-wrap:anywhere}
.group>h2{margin:44px 0 12px;font-size:20px}
article{margin:8px 0;border:1px solid var(--line);border-radius:10px;overflow:hidden}
article>details>summary{display:flex;gap:12px;align-items:baseline;padding:10px 16px;cursor:pointer;list-style:none}
article>details>summary::-webkit-details-marker{display:none}
article>details>summary:hover{background:var(--wash)}
article>details[open]>summary{border-bottom:1px solid var(--line);background:var(--wash)}
.path{font-weight:600;overflow-wrap:anywhere}.parameter{color:var(--post)}.what{margin-left:auto;color:var(--soft);text-align:right}
.method{flex:none;width:52px;font:600 11px/1.5 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.02em}
.get{color:var(--get)}.post{color:var(--post)}.put{color:var(--put)}.patch{color:var(--patch)}.delete{color:var(--delete)}
.inside{padding:6px 20px 20px}.inside h4{margin:18px 0 6px;font-size:13px;color:var(--soft)}
.access{margin:8px 0;font-size:13.5px;color:var(--soft)}
.fields{margin:0;padding:0;list-style:none;border-left:2px solid var(--line)}
.fields li{padding:5px 0 5px 14px}.fields p{margin:0;color:var(--soft);font-size:14px}
.fields i{font-style:normal;color:var(--soft);font-size:13px;margin-left:6px}.fields em{font-style:normal;color:var(--delete);font-size:12px;margin-left:6px}
.fields small{display:block;color:var(--soft);font-size:12.5px;overflow-wrap:anywhere}
.fields details{margin:4px 0 0}.fields summary{cursor:pointer;color:var(--accent);font-size:13px}
.answer{margin:4px 0 8px}.answer>summary{cursor:pointer;padding:3px 0;font-size:14px}.answer i{font-style:normal;color:var(--soft)}
.status{font-family:ui-monospace,Menlo,Consolas,monospace}.s2{color:var(--get)}.s4,.s5{color:var(--delete)}
.type{margin:0;color:var(--soft)}
pre{margin:0;padding:14px 16px;border-radius:8px;background:var(--code);overflow:auto;line-height:1.5}
#none{margin-top:40px;color:var(--soft)}
[hidden]{display:none!important}
@media(max-width:860px){.page{grid-template-columns:minmax(0,1fr)}.index{display:none}main{padding:20px 16px 60px}
header{flex-wrap:wrap;gap:10px 16px;padding:10px 16px}#search{order:3;flex-basis:100%;max-width:none}.what{display:none}html{scroll-padding-top:144px}}
@media print{header,.index{display:none}.page{display:block}}
`

export const PAGE_SCRIPT = `
const search = document.getElementById('search')
const articles = [...document.querySelectorAll('article')]
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  for (const article of articles) {
    const fits = words.every((word) => article.dataset.text.includes(word))
    article.hidden = !fits
    const entry = document.querySelector('[data-route="' + CSS.escape(article.id) + '"]')
    if (entry) entry.hidden = !fits
    if (fits) shown += 1
  }
  for (const group of document.querySelectorAll('.group'))
    group.hidden = !group.querySelector('article:not([hidden])')
  for (const section of document.querySelectorAll('.index section'))
    section.hidden = !section.querySelector('li:not([hidden])')
  document.getElementById('start').hidden = words.length > 0
  document.getElementById('none').hidden = shown > 0
}
function open() {
  const details = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.querySelector('details')
  if (details) details.open = true
}
search.addEventListener('input', filter)
addEventListener('hashchange', open)
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus() }
  if (event.key === 'Escape' && document.activeElement === search) { search.value = ''; filter(); search.blur() }
})
open()
`
