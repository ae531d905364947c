type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** One call of the server's API, with the types of its `schema.ts`; the last two fields exist for the compiler only. */
export interface Route<Body, Answer, Params extends string = string> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  params?: Params
  types?: { body: Body; answer: Answer }
}

/** A question: `const today = read<Today>()('/api/v1/today')`. */
export const read =
  <Answer>() =>
  <const Path extends string>(path: Path): Route<undefined, Answer, NamesIn<Path>> => ({
    method: 'GET',
    path,
  })

/** A command, sent once for one intent: `const openShift = write<OpenShift, Shift>()('POST', '/api/v1/booths/:id/shifts')`. */
export const write =
  <Body, Answer>() =>
  <const Path extends string>(
    method: Exclude<Route<Body, Answer>['method'], 'GET'>,
    path: Path,
  ): Route<Body, Answer, NamesIn<Path>> => ({ method, path })
