import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { CodeBlock } from '../ui/Copy.tsx'
import styles from './Markdown.module.css'
import type { Block, Inline } from './markdown.ts'

/** A document: its blocks in the console's own look, its links to other documents kept inside. */
export function Markdown(props: { blocks: readonly Block[] }) {
  return (
    <article className={styles.document}>
      {keyed(props.blocks).map(({ key, value }) => (
        <BlockView key={key} block={value} />
      ))}
    </article>
  )
}

/** A document never changes while it is read: a part's place is its name. */
const keyed = <T,>(values: readonly T[]) => values.map((value, key) => ({ key, value }))

function BlockView(props: { block: Block }): ReactNode {
  const { block } = props
  const t = useTexts()
  switch (block.kind) {
    case 'heading':
      return <Heading block={block} />
    case 'paragraph':
      return (
        <p>
          <Words parts={block.parts} />
        </p>
      )
    case 'quote':
      return (
        <blockquote>
          <Words parts={block.parts} />
        </blockquote>
      )
    case 'code':
      return <CodeBlock code={block.text} label={block.language || t('help.example')} />
    case 'list': {
      const items = keyed(block.items).map(({ key, value }) => (
        <li key={key}>
          <Words parts={value.parts} />
          {keyed(value.below).map((inner) => (
            <BlockView key={inner.key} block={inner.value} />
          ))}
        </li>
      ))
      return block.isNumbered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return <TableView head={block.head} rows={block.rows} />
  }
}

function Heading(props: { block: Extract<Block, { kind: 'heading' }> }) {
  const { level, parts, anchor } = props.block
  const words = <Words parts={parts} />
  // The page's own title is the document's first heading.
  if (level <= 2) return <h2 id={anchor}>{words}</h2>
  return <h3 id={anchor}>{words}</h3>
}

function TableView(props: { head: readonly Inline[][]; rows: readonly (readonly Inline[][])[] }) {
  const hasHead = props.head.some((cell) => cell.length > 0)
  const t = useTexts()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard must be able to
    <section className={styles.table} aria-label={t('help.table')} tabIndex={0}>
      <table>
        {hasHead && (
          <thead>
            <tr>
              {keyed(props.head).map(({ key, value }) => (
                <th key={key} scope="col">
                  <Words parts={value} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {keyed(props.rows).map((row) => (
            <tr key={row.key}>
              {keyed(row.value).map(({ key, value }) => (
                <td key={key}>
                  <Words parts={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Words(props: { parts: readonly Inline[] }): ReactNode {
  return keyed(props.parts).map(({ key, value }) => (
    <Fragment key={key}>
      <Part part={value} />
    </Fragment>
  ))
}

function Part(props: { part: Inline }): ReactNode {
  const { part } = props
  if (part.kind === 'text') return part.text
  if (part.kind === 'code') return <code>{part.text}</code>
  const words = <Words parts={part.parts} />
  if (part.kind === 'link') return <Reference target={part.target}>{words}</Reference>
  return part.kind === 'strong' ? <strong>{words}</strong> : <em>{words}</em>
}

function Reference(props: { target: string; children: ReactNode }) {
  const { target, children } = props
  const [path = '', anchor] = target.split('#')
  const doc = /^([\w-]+?)(\.zh-CN)?\.md$/.exec(path)?.[1]
  if (doc)
    return (
      <Link to="/help/$doc" params={{ doc }} hash={anchor}>
        {children}
      </Link>
    )
  if (/^https?:/.test(target))
    return (
      <a href={target} target="_blank" rel="noreferrer">
        {children}
      </a>
    )
  if (path === '') return <a href={`#${anchor}`}>{children}</a>
  // Leads into the repository, which is not here.
  return <code>{target}</code>
}
