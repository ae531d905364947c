import { expect, test } from 'vitest'
import { noticeOf } from '../../hardware/station/driver-notices.ts'

test('a missing card-reader service is told in the words of the system that it is missing on', () => {
  expect(noticeOf('pcscd', 'linux').install).toContain('systemctl start pcscd')
  const { sentence, install } = noticeOf('pcscd', 'win32')
  expect(install).toContain('net start SCardSvr')
  expect(`${sentence} ${install}`).not.toMatch(/pcscd|apt-get|sudo/)
})

test('a driver that stopped needs no line to run: it is started again', () => {
  const { sentence, install } = noticeOf('nfc-driver', 'win32')
  expect(install).toBeUndefined()
  expect(sentence).toContain('is being started again')
})
