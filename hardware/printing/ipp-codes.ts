/** The numbers by which IPP names what is asked and how it is answered. */

/** RFC 8011 §5.4.15. */
export const operations = {
  printJob: 0x02,
  createJob: 0x05,
  sendDocument: 0x06,
  cancelJob: 0x08,
  getJobAttributes: 0x09,
  getJobs: 0x0a,
  getPrinterAttributes: 0x0b,
} as const

/** RFC 8011 Appendix B.1: what we tell apart. */
export const statuses = {
  firstError: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  gone: 0x0407,
  notAccepting: 0x0506,
  busy: 0x0507,
} as const
