import { QueryClient, QueryClientProvider, useMutation } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import { newCommandId } from './call.ts'
import { Problem } from './problem.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, problem) => failures < 3 && problem instanceof Problem && problem.status === 0,
    },
  },
})

export const Queries = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
)

/**
 * A command of a form or button: pressing again after a lost answer repeats the same intent with the same id;
 * other content, or a press after success or refusal, is a new intent.
 */
export function useCommand<Content, Answer>(run: (content: Content, commandId: string) => Promise<Answer>) {
  const intent = useRef<{ content: string; id: string }>(undefined)
  return useMutation<Answer, Problem, Content>({
    mutationFn: (content) => {
      const text = JSON.stringify(content)
      if (!intent.current || intent.current.content !== text)
        intent.current = { content: text, id: newCommandId() }
      return run(content, intent.current.id)
    },
    onSuccess: () => {
      intent.current = undefined
    },
    onError: (problem) => {
      // A refusal is kept as this id's answer: whoever has removed its cause means something new.
      if (problem instanceof Problem && problem.isRefusal) intent.current = undefined
    },
  })
}
