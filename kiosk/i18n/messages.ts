/** The texts of one page or part: the Chinese ones are the source, every other language must match their type. */
export type Source = Readonly<Record<string, string>>

type BesideOther<Key> = Key extends `${infer Base}_other` ? `${Base}_one` : never

/**
 * The same texts in another language: a missing or surplus one fails the type check, and so the build.
 * Where Chinese has one plural form (`x_other`), the other language gives `x_one` too.
 */
export type Messages<Zh extends Source> = { readonly [Key in keyof Zh | BesideOther<keyof Zh>]: string }

/** The key by which a text is asked for: a plural is asked for without its ending. */
type TextKey<Zh extends Source> = {
  [Key in keyof Zh]: Key extends `${infer Base}_other` ? Base : Key
}[keyof Zh] &
  string

type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never

type TextOf<Zh extends Source, Key extends string> = Key extends keyof Zh
  ? Zh[Key]
  : `${Key}_other` extends keyof Zh
    ? Zh[`${Key}_other`]
    : never

type Counted<Zh extends Source, Key extends string> = `${Key}_other` extends keyof Zh ? 'count' : never

/** What a text needs filled in, read from its `{{names}}`; numbers are written in the reader's language. */
type Values<Zh extends Source, Key extends string> = {
  [Name in Exclude<NamesIn<TextOf<Zh, Key>>, 'count'>]: string | number
} & { [Name in Counted<Zh, Key> | Extract<NamesIn<TextOf<Zh, Key>>, 'count'>]: number }

/** Looks a text up; a text with `{{names}}` cannot be asked for without their values. */
export type Translate<Zh extends Source> = <Key extends TextKey<Zh>>(
  key: Key,
  ...values: keyof Values<Zh, Key> extends never ? [] : [Values<Zh, Key>]
) => string
