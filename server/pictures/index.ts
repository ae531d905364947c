export { PICTURE_REFUSALS, type Picture, type PictureRefusal } from './limits.ts'
export { readPicture } from './read-picture.ts'
export { pictureRefusals } from './refusals.ts'
