/** The part of the package that is used; it brings no types. */
declare module 'npm-packlist' {
  export interface PackageTree {
    readonly path: string;
    readonly package: object;
    readonly isProjectRoot: boolean;
    readonly isLink: boolean;
    readonly target: PackageTree;
    readonly edgesOut: { get(name: string): { readonly to: PackageTree | undefined } };
  }
  function packlist(tree: PackageTree): Promise<string[]>;
  // biome-ignore lint/style/noDefaultExport: it is the package's
  export { packlist as default };
}
