import type { Messages } from '../../i18n/messages.ts'
import type { zh } from './messages.zh-CN.ts'

export const en: Messages<typeof zh> = {
  'photo.live': "The camera's picture",
  'photo.taken': 'The photo',
  'photo.take': 'Take the photo',
  'photo.again': 'Again',
  'photo.use': 'Use it',
  'photo.file': 'From a file',
  'photo.no-camera': 'There is no camera, or no permission to use it.',
  'photo.no-camera.todo': 'Connect one and permit its use in the browser, or take a photo from a file.',
  'photo.unreadable': 'This file is no photo that can be read.',
  'photo.frame-hint': 'The photo is cut to the shape that it has on the card. Drag it, or use the sliders.',
  'photo.closer': 'Closer',
  'photo.across': 'Left to right',
  'photo.down': 'Up and down',
  'photo.ground': 'Background',
  'photo.ground.taken': 'As it is',
  'photo.ground.white': 'White',
  'photo.ground.blue': 'Blue',
  'photo.ground.red': 'Red',
  'photo.ground-hint':
    'For an even wall: whatever joins the upper edge in small steps of colour is painted over. Look at the edges of hair and shoulders.',
  'signature.label': 'Signature',
  'member.pictures': 'Photo and signature',
  'member.pictures-hint':
    'For cards that show them. Kept sealed; only administrators and programme managers can open them.',
  'member.photo': 'Photo',
  'member.signature': 'Signature',
  'member.no-photo': 'There is no photo yet.',
  'member.no-signature': 'There is no signature yet.',
  'member.take-photo': 'Take or upload a photo',
  'member.take-signature': 'Take a signature',
  'member.forget-photo': 'Delete the photo',
  'member.forget-signature': 'Delete the signature',
  'named.cards': 'Cards printed for this member:',
  'named.add': 'Print a card for this member',
  'named.submit': 'Take this card',
  'named.number': 'Card number',
  'named.help':
    'A card of the same level that has a number and is not printed yet. It gets the name, photo and signature that its design asks for, and can be given to this member only.',
  'named.wrong': 'Write all 16 digits.',
}
