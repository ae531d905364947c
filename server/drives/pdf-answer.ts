import type { FastifyReply } from 'fastify'

export const PDF = 'application/pdf'

/** A paper as a file; what is on it is not for whoever sits at the browser next. */
export const sendPdf = (reply: FastifyReply, pdf: Uint8Array): FastifyReply =>
  reply.type(PDF).header('cache-control', 'no-store').send(pdf)
