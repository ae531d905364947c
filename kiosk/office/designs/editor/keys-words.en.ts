import type { Messages } from '../../../i18n/messages.ts'
import type { zh } from './keys-words.zh-CN.ts'

export const en: Messages<typeof zh> = {
  'keys.open': 'Keys',
  'keys.title': 'Keys',
  'keys.hint':
    'They work while the card has the focus; undo, copy and group from anywhere in the editor. On a Mac, Command takes the place of Ctrl.',
  'keys.tab': 'Next element; with Shift the one before',
  'keys.enter': 'Go into a group, or to the words of a text',
  'keys.escape': 'Leave the group, choose nothing, or stop a drag',
  'keys.move': 'Move 0.1 mm',
  'keys.move-far': 'Move 1 mm',
  'keys.size': 'Change the size by 0.1 mm',
  'keys.delete': 'Delete',
  'keys.undo': 'Undo',
  'keys.redo': 'Redo',
  'keys.copy': 'Copy',
  'keys.cut': 'Cut',
  'keys.paste': 'Paste, on the other side too',
  'keys.duplicate': 'Duplicate',
  'keys.all': 'Choose everything',
  'keys.group': 'Group',
  'keys.ungroup': 'Ungroup',
  'keys.order': 'One down, one up in the order',
  'keys.ends': 'To the very back, to the very front',
  'keys.zoom': 'Larger, smaller; or the wheel with Ctrl',
  'keys.fit': 'Fit the window',
}
