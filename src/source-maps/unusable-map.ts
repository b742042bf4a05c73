/** The map is what it is; the words say why nothing is led back through it: `its mappings are damaged`. */
export class UnusableMap extends Error {}
