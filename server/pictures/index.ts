export { PICTURE_REFUSALS, type PictureRefusal } from './limits.ts'
export { readPicture } from './read-picture.ts'
export { pictureRefusals } from './refusals.ts'
