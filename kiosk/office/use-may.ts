import { useSession } from '../sign-in/session.ts'
import { may, type Role } from './roles.ts'

/** Whether somebody of one of these roles is signed in here. */
export const useMay = (roles: readonly Role[]): boolean => may(useSession().data?.person, roles)
