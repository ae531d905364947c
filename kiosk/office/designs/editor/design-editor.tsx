import { Link } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { Group } from 'react-aria-components/Group'
import type { Design } from '../../../../card-designs/engine/design.ts'
import type { Version } from '../../../api/designs.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Notice, ProblemNotice } from '../../../ui/notice.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../../ui/switches.tsx'
import { Announcer } from './announcer.tsx'
import { BenchContext, type Bench, type View } from './bench.ts'
import { CardCanvas } from './canvas/card-canvas.tsx'
import { ConflictDialog } from './draft/conflict-dialog.tsx'
import type { KeptDraft } from './draft/kept-draft.ts'
import { SaveState } from './draft/save-state.tsx'
import { useDraft, type Base } from './draft/use-draft.ts'
import { InsertMenu } from './insert-menu.tsx'
import { KeysHelp } from './keys-help.tsx'
import { keepOver, openEditor, sceneOf, showSide, stepBack, stepForward, takeDesign } from './model/editor.ts'
import { useImport } from './import/use-import.tsx'
import type { DataChoice } from './painting/card-data.ts'
import { usePainting } from './painting/use-painting.ts'
import { DataPanel } from './panels/data-panel.tsx'
import { Faults } from './panels/faults.tsx'
import { Layers } from './panels/layers.tsx'
import { Properties } from './panels/properties.tsx'
import { SideSwitch } from './side-switch.tsx'
import { useText } from './texts.ts'
import { ViewBar } from './view-bar.tsx'

interface DesignEditorProps {
  code: string
  /** what the server has */
  begin: { base: Base; document: Design }
  /** what was drawn here before and has not reached the server */
  kept: KeptDraft | undefined
  onCopied: (code: string) => void
}

export function DesignEditor({ code, begin, kept, onCopied }: DesignEditorProps) {
  const text = useText()
  const language = useLanguage()
  const [first] = useState(kept?.document ?? begin.document)
  const [editor, setEditor] = useState(() => openEditor(first))
  const [data, setData] = useState<DataChoice>({
    example: 'sample',
    language: 'zh-CN',
    fields: {},
    pictures: {},
  })
  const [view, changeView] = useState<View>({
    zoom: 'fit',
    fitted: 6,
    gridUm: 0,
    isSnapping: true,
    showsZones: true,
  })
  const desk = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const scene = sceneOf(editor)
  const { design, side } = scene
  const drawnUpon = kept?.base ?? begin.base
  const isBehind = drawnUpon.number !== begin.base.number || drawnUpon.revision !== begin.base.revision
  const draft = useDraft({ code, document: design, begin, drawnUpon, isBehind })
  const painting = usePainting(design, side, data)
  const bench = useMemo(
    (): Bench => ({
      editor,
      scene: sceneOf(editor),
      act: setEditor,
      painting,
      view,
      setView: (change) => changeView((now) => ({ ...now, ...change })),
    }),
    [editor, painting, view],
  )
  const artwork = useImport(setEditor, design.bleedUm)
  const { state } = draft

  return (
    <BenchContext value={bench}>
      <div className="design-editor" onDragOver={(event) => event.preventDefault()} onDrop={artwork.onDrop}>
        <header className="editor-top">
          <Link className="editor-back" to="/designs/$code" params={{ code }}>
            <Icon name="back" />
            {text('page.back')}
          </Link>
          <h1>{text('title.of', { name: design.name[language] })}</h1>
          <SaveState state={state} />
          <span className="editor-switches">
            <KeysHelp />
            <ThemeSwitch />
            <LanguageSwitch />
          </span>
        </header>
        <div className="editor-bar">
          <SideSwitch side={side} onChange={(next) => setEditor((now) => showSide(now, next))} />
          <InsertMenu
            isImporting={artwork.isBusy}
            onFile={artwork.onFile}
            onAdded={() => setTimeout(() => desk.current?.focus())}
          />
          <Group className="history" aria-label={text('history.label')}>
            <Button isDisabled={editor.history.past.length === 0} onPress={() => setEditor(stepBack)}>
              {text('history.undo')}
            </Button>
            <Button isDisabled={editor.history.future.length === 0} onPress={() => setEditor(stepForward)}>
              {text('history.redo')}
            </Button>
          </Group>
        </div>
        <aside className="editor-left" aria-label={text('layers.label')}>
          <h2>{text('layers.title')}</h2>
          <Layers />
          <DataPanel data={data} onChange={setData} />
        </aside>
        <div className="editor-middle">
          {state.kind === 'refused' ? (
            <ProblemNotice problem={state.problem} saved={text('save.kept')} />
          ) : null}
          {painting.state === 'failed' ? (
            <Notice tone="bad" title={text('paint.failed')} todo={text('paint.failed.todo')} />
          ) : null}
          <CardCanvas desk={desk} onText={() => focusText(panel.current)} />
          <p id="canvas-keys" className="unseen">
            {text('canvas.keys')}
          </p>
          <Announcer />
          <ViewBar />
        </div>
        <aside className="editor-right" aria-label={text('panel.label')}>
          <Properties panel={panel} />
          <Faults />
        </aside>
      </div>
      {artwork.dialogs}
      {state.kind === 'changed' ? (
        <ConflictDialog
          code={code}
          by={state.by}
          at={state.at}
          onKept={(theirs) => {
            setEditor((now) => keepOver(now, theirs.document))
            draft.goOn(stateOf(theirs))
          }}
          onTaken={(theirs) => {
            setEditor((now) => takeDesign(now, theirs.document))
            draft.goOn(stateOf(theirs))
          }}
          onCopied={(copy) => {
            draft.drop()
            onCopied(copy)
          }}
        />
      ) : null}
    </BenchContext>
  )
}

const stateOf = ({ version: { number, revision }, document }: Version) => ({
  base: { number, revision },
  document,
})

const focusText = (panel: HTMLElement | null) =>
  setTimeout(() => panel?.querySelector<HTMLElement>('textarea')?.focus())
