export { createKeyService, type CardKeyPlace, type CardKeys, type KeyService } from './key-service.ts'
export { createRootKey, readRootKey } from './root-key.ts'
export { open, seal } from './seal.ts'
