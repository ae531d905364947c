/** Where a build puts the typeface that a WOFF file packs. */
declare module '*.woff?unpacked' {
  const address: string
  export default address
}
