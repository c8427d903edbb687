// The API for people to read: one page of HTML made from the OpenAPI document, needing nothing else.

import { media, prose, renderField, renderSchema, toHtml } from './api-html.ts'
import { PAGE_SCRIPT, PAGE_STYLE } from './api-page-assets.ts'
import {
  exampleOf,
  type Field,
  fieldOf,
  fieldsOf,
  resolve,
  type Schema,
  type Schemas,
} from './api-schema.ts'
import { type Language, WORDS, type Words } from './api-words.ts'

interface Content {
  content?: Record<string, { schema?: Schema }>
  description?: string
}
interface Operation {
  summary?: string
  description?: string
  operationId?: string
  tags?: string[]
  parameters?: {
    name: string
    in: string
    required?: boolean
    description?: string
    schema?: Schema
  }[]
  requestBody?: Content
  responses?: Record<string, Content>
  'x-access'?: string
}
export interface Document {
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Schemas }
}
interface Route {
  method: string
  path: string
  id: string
  operation: Operation
}

interface Page {
  words: Words
  language: Language
  schemas: Schemas
  origin: string
}

export function renderApiPage(
  document: Document,
  options: { language: Language; nonce: string; origin: string },
): string {
  const { language, nonce, origin } = options
  const words = WORDS[language]
  const page: Page = { words, language, origin, schemas: document.components?.schemas ?? {} }
  const groups = groupByTag(document)
  const other = language === 'zh' ? 'en' : 'zh'
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(words.title)}</title>
<style nonce="${nonce}">${PAGE_STYLE}</style>
</head>
<body>
<header>
  <a class="brand" href="#start">${LOGO}<span>${toHtml(words.title)}</span></a>
  <input id="search" type="search" placeholder="${toHtml(words.search)}" aria-label="${toHtml(words.search)}" title="${toHtml(words.keyboard)}" autocomplete="off">
  <nav class="links"><a href="/api/openapi.json">${toHtml(words.document)}</a><a href="?lang=${other}" lang="${other}">${words.other}</a></nav>
</header>
<div class="page">
<nav class="index" aria-label="${toHtml(words.title)}">
  <a class="top" href="#start">${toHtml(words.begin)}</a>
  ${groups.map(([tag, routes]) => renderIndex(tag, routes)).join('\n')}
</nav>
<main>
  ${renderStart(page)}
  ${groups.map(([tag, routes]) => renderGroup(tag, routes, page)).join('\n')}
  <p id="none" hidden>${toHtml(words.none)}</p>
</main>
</div>
<script nonce="${nonce}">${PAGE_SCRIPT}</script>
</body>
</html>`
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

function groupByTag(document: Document): [string, Route[]][] {
  const groups = new Map<string, Route[]>()
  for (const [path, methods] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = methods[method]
      if (!operation) continue
      const tag = operation.tags?.[0] ?? ''
      const route = { method, path, id: operation.operationId ?? `${method}${path}`, operation }
      groups.set(tag, [...(groups.get(tag) ?? []), route])
    }
  return [...groups]
}

const renderIndex = (tag: string, routes: Route[]) => `
  <section><h2><a href="#${slug(tag)}">${toHtml(tag)}</a></h2>
  <ul>${routes
    .map(
      (r) =>
        `<li data-route="${toHtml(r.id)}"><a href="#${toHtml(r.id)}">${badge(r.method)}<span>${toHtml(r.operation.summary ?? r.path)}</span></a></li>`,
    )
    .join('')}</ul></section>`

const renderStart = ({ words }: Page) => `
  <section id="start" class="start">
    <h1>${toHtml(words.title)}</h1>
    <p class="lead">${toHtml(words.lead)}</p>
    <div class="basics">${words.basics
      .map(([heading, text]) => `<div><h3>${toHtml(heading)}</h3><p>${prose(text)}</p></div>`)
      .join(
        '',
      )}<div class="collect"><h3>${toHtml(words.collectHeading)}</h3><p>${prose(words.collect)}</p></div></div>
  </section>`

const renderGroup = (tag: string, routes: Route[], page: Page) => `
  <section class="group" id="${slug(tag)}">
    <h2>${toHtml(tag)}</h2>
    ${routes.map((route) => renderRoute(route, page)).join('\n')}
  </section>`

function renderRoute({ method, path, id, operation }: Route, page: Page): string {
  const { words } = page
  const access = operation['x-access'] ?? 'signed-in'
  const needs =
    access === 'public' || access === 'signed-in'
      ? toHtml(words.access[access])
      : `${toHtml(words.needs)} <code>${toHtml(access)}</code>`
  return `
  <article id="${toHtml(id)}" data-text="${toHtml(searchText(method, path, operation, page.schemas).toLowerCase())}">
  <details>
    <summary>${badge(method)}<code class="path">${markParameters(path)}</code><span class="what">${toHtml(operation.summary ?? '')}</span></summary>
    <div class="inside">
      <p class="access">${needs}</p>
      ${operation.description ? `<p>${prose(operation.description)}</p>` : ''}
      ${renderParameters(operation, page)}
      ${renderBody(operation, page)}
      ${renderAnswers(operation, page)}
      <h4>${toHtml(words.example)}</h4>
      <pre><code>${toHtml(curlOf(method, path, operation, page))}</code></pre>
    </div>
  </details>
  </article>`
}

function renderParameters(operation: Operation, { words, schemas }: Page): string {
  const fields = (operation.parameters ?? []).map((p) => ({
    ...fieldOf(p.name, p.schema ?? {}, p.required ?? false, schemas),
    ...(p.description && { description: p.description }),
    place: p.in,
  }))
  if (fields.length === 0) return ''
  return `<h4>${toHtml(words.parameters)}</h4><ul class="fields">${fields
    .map((field) => renderField(field, words, { isAnswer: false, place: field.place }))
    .join('')}</ul>`
}

function renderBody(operation: Operation, page: Page): string {
  const found = bodyOf(operation)
  if (!found) return ''
  return `<h4>${toHtml(page.words.body)} ${media(found.type)}</h4>${renderSchema(found.schema, page.schemas, page.words, false)}`
}

function bodyOf(operation: Operation): { type: string; schema: Schema } | undefined {
  const [entry] = Object.entries(operation.requestBody?.content ?? {})
  return entry?.[1].schema && { type: entry[0], schema: entry[1].schema }
}

const renderAnswers = (operation: Operation, page: Page) =>
  `<h4>${toHtml(page.words.answers)}</h4>${Object.entries(operation.responses ?? {})
    .map(([status, answer]) => renderAnswer(status, answer, page))
    .join('')}`

function renderAnswer(status: string, answer: Content, page: Page): string {
  const [entry] = Object.entries(answer.content ?? {})
  const label = `<b class="status s${toHtml(status.charAt(0))}">${toHtml(status)}</b> ${toHtml(answer.description ?? '')}`
  const schema = entry?.[1].schema
  if (!entry || !schema) return `<p class="answer">${label} <i>${toHtml(page.words.noBody)}</i></p>`
  const isGood = status.startsWith('2')
  return `<details class="answer"${isGood ? ' open' : ''}><summary>${label} ${media(entry[0])}</summary>${renderSchema(schema, page.schemas, page.words, true)}</details>`
}

function curlOf(method: string, path: string, operation: Operation, page: Page): string {
  const { schemas, origin } = page
  const query = (operation.parameters ?? [])
    .filter((p) => p.in === 'query' && p.required)
    .map((p) => `${p.name}=${String(exampleOf(p.schema ?? {}, schemas, true, p.name))}`)
    .join('&')
  const url = origin + path + (query ? `?${query}` : '')
  const lines = [`curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${url}'`]
  if (operation['x-access'] !== 'public') lines.push("-H 'Authorization: Bearer hfk_…'")
  const body = bodyOf(operation)
  if (body && body.type === 'application/json') {
    const example = JSON.stringify(exampleOf(resolve(body.schema, schemas), schemas, true), null, 2)
    lines.push("-H 'Content-Type: application/json'", `-d '${example.replaceAll("'", "'\\''")}'`)
  } else if (body) lines.push("-F 'file=@customers.csv'")
  return lines.join(' \\\n  ')
}

/** What the search looks through: words and permission, and the fields sent and answered. */
function searchText(method: string, path: string, operation: Operation, schemas: Schemas): string {
  const { summary, description, tags, parameters, responses } = operation
  const bodies = [operation.requestBody, ...Object.values(responses ?? {})]
  const fields = bodies
    .flatMap((body) => Object.values(body?.content ?? {}))
    .flatMap(({ schema }) => fieldsOf(schema ?? {}, schemas))
  const words = [method, path, summary, description, operation['x-access'], ...(tags ?? [])]
  const names = [...namesOf(fields), ...(parameters ?? []).map((p) => p.name)]
  return [...words, ...new Set(names)].join(' ')
}

const namesOf = (fields: Field[]): string[] => fields.flatMap((f) => [f.name, ...namesOf(f.fields)])

const badge = (method: string) => `<b class="method ${method}">${method.toUpperCase()}</b>`
const markParameters = (path: string) =>
  toHtml(path).replace(/\{(\w+)\}/g, '<span class="parameter">{$1}</span>')
const slug = (tag: string) => `tag-${tag.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`

const LOGO =
  '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path fill="currentColor" d="M12 2 2 10v12h7v-7h6v7h7V10z"/></svg>'
