// The editor in the house's measures and colours; these are variables, so both looks are told here.
import { EditorView } from '@codemirror/view'

const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'

export const looks = EditorView.theme({
  '&': { color: 'var(--ant-color-text)', backgroundColor: 'var(--ant-color-bg-container)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: mono,
    fontSize: '13px',
    lineHeight: '1.55',
    maxHeight: '50vh',
  },
  '.cm-content': { caretColor: 'var(--ant-color-text)', padding: '8px 0' },
  '.cm-content, .cm-gutter': { minHeight: '168px' },
  '.cm-cursor': { borderLeftColor: 'var(--ant-color-text)' },
  '.cm-placeholder': { color: 'var(--ant-color-text-placeholder)', whiteSpace: 'pre-wrap' },
  '.cm-gutters': {
    color: 'var(--ant-color-text-tertiary)',
    backgroundColor: 'var(--ant-color-fill-quaternary)',
    borderRight: '1px solid var(--ant-color-border-secondary)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--ant-color-fill-quaternary)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--ant-color-info-bg)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--ant-color-primary-bg)',
    outline: '1px solid var(--ant-color-primary)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--ant-color-error-bg)',
    textDecoration: 'underline wavy',
    textDecorationColor: 'var(--ant-color-error)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    color: 'var(--ant-color-text)',
    backgroundColor: 'var(--ant-color-bg-elevated)',
    border: '1px solid var(--ant-color-border)',
    borderRadius: '6px',
    overflow: 'hidden',
    zIndex: '20',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: mono, maxWidth: 'min(620px, 94vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--ant-color-text)',
    background: 'var(--ant-color-primary-bg)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    color: 'var(--ant-color-text-secondary)',
    fontStyle: 'normal',
    fontFamily: 'var(--ant-font-family)',
  },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', maxWidth: '560px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--ant-color-error)' },
})
