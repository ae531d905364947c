import type { Messages } from '../../../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en = {
  'import.title': 'Import a file',
  'import.reading': 'Reading the file…',
  'import.sending': 'Sending the picture ({{megabytes}} MB)…',
  'import.drawing': 'Drawing it at 600 dpi…',
  'import.too-large': 'The file is too large: pictures have at most 10 MB, SVG 4 MB, PDF 20 MB.',
  'import.unknown': 'This is no SVG, PNG, JPEG or PDF file.',
  'import.failed': 'The file was not imported.',
  'import.untouched': 'The design has not changed.',
  'import.todo': 'Try another file.',
  'import.left-out': 'The shapes are there; these parts were passed over: {{what}}.',
  'import.left-out.todo':
    'Turn text into outlines where it was drawn and import it again; or take the whole SVG as one picture, which shows everything but cannot be edited.',
  'import.comma': ', ',
  'part.text': 'text',
  'part.image': 'pictures',
  'part.pattern': 'patterns',
  'part.filter': 'filters',
  'part.mask': 'masks',
  'part.clip-path': 'clipping',
  'import.no-shapes': 'There are no shapes in this SVG that could be edited.',
  'import.no-shapes.todo': 'It can be taken as a picture; texts in it get the fonts of this computer.',
  'import.as-picture': 'All as a picture',
  understood: 'Understood',
  cancel: 'Cancel',
  'pdf.title': 'Choose a page of the PDF',
  'pdf.opening': 'Opening the PDF…',
  'pdf.drawing': 'Drawing page {{page}}…',
  'pdf.pages_one': '{{count}} page. It becomes a picture at 600 dpi: look whether all of it is there.',
  'pdf.pages_other':
    '{{count}} pages. The chosen one becomes a picture at 600 dpi: look whether all of it is there.',
  'pdf.page': 'Page',
  'pdf.preview': 'Page {{page}}',
  'pdf.take': 'Import this page',
  'pdf.locked': 'This PDF is locked with a password.',
  'pdf.locked.todo':
    'The design has not changed. Take the password off where the PDF was made, and try again.',
  'pdf.damaged': 'This PDF is damaged, or is none.',
  'pdf.too-long': 'This PDF is too complex: it was not drawn within 20 seconds and was stopped.',
  'pdf.failed.todo': 'The design has not changed. Export a PNG or SVG where it was drawn, and import that.',
} as const satisfies Messages<typeof zh>
