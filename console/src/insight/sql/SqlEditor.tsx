import { acceptCompletion, autocompletion, closeBrackets } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentUnit } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { type Ref, useEffect, useId, useImperativeHandle, useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { highlighting, type Names, sqlOf } from './language.ts'
import { looks } from './looks.ts'
import styles from './Sql.module.css'

export interface SqlEditorHandle {
  /** Puts it where the cursor is. */
  insert: (text: string) => void
}
/** What is wrong with the very text that stands there. */
export interface Wrong {
  text: string
  from: number
  to: number
  message: string
}

export function SqlEditor(props: {
  ref: Ref<SqlEditorHandle>
  value: string
  names: Names | undefined
  example: string
  wrong: Wrong | undefined
  onChange: (text: string) => void
  onRun: () => void
}) {
  const t = useTexts()
  const hint = useId()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const language = useRef(new Compartment())
  // The editor is made once; what it calls is always the latest.
  const latest = useRef(props)
  latest.current = props
  const label = t('sql.editor')

  useEffect(() => {
    const parent = host.current
    if (!parent) return
    const { value, example } = latest.current
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: value,
        extensions: [
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  latest.current.onRun()
                  return true
                },
              },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          // After Escape, Tab leaves, however long she takes; writing on makes it indent again.
          Prec.lowest(
            keymap.of([
              {
                key: 'Escape',
                run: (here) => {
                  here.setTabFocusMode(true)
                  return true
                },
              },
            ]),
          ),
          EditorView.updateListener.of(({ docChanged, focusChanged, state, view: here }) => {
            if (docChanged || focusChanged) here.setTabFocusMode(false)
            if (docChanged) latest.current.onChange(state.doc.toString())
          }),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': hint }),
          ...[lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine()],
          ...[bracketMatching(), closeBrackets(), EditorView.lineWrapping, indentUnit.of('  ')],
          ...[placeholder(example), autocompletion({ icons: false }), highlighting, looks],
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          language.current.of([]),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [label, hint])

  useEffect(() => {
    if (props.names)
      view.current?.dispatch({ effects: language.current.reconfigure(sqlOf(props.names)) })
  }, [props.names])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === props.value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } })
  }, [props.value])

  const { wrong } = props
  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const found: Diagnostic[] = []
    if (wrong && editor.state.doc.toString() === wrong.text) {
      const { length } = editor.state.doc
      const [from, to] = [Math.min(wrong.from, length), Math.min(wrong.to, length)]
      found.push({ from, to, severity: 'error', message: wrong.message })
      editor.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true })
      editor.focus()
    }
    editor.dispatch(setDiagnostics(editor.state, found))
  }, [wrong])

  useImperativeHandle(props.ref, () => ({
    insert: (text) => {
      const editor = view.current
      if (!editor) return
      const { from, to } = editor.state.selection.main
      const gap = /[\w'")]$/.test(editor.state.sliceDoc(Math.max(0, from - 1), from)) ? ' ' : ''
      editor.dispatch({
        changes: { from, to, insert: gap + text },
        selection: { anchor: from + gap.length + text.length },
        scrollIntoView: true,
      })
      editor.focus()
    },
  }))
  return (
    <>
      <div ref={host} className={styles.editor} />
      <p id={hint} className={styles.leave}>
        {t('sql.leave')}
      </p>
    </>
  )
}
