/**
 * What this reader does not know or cannot trust. Never shown: whoever meets it hands the object, or the whole
 * store, to git, which knows more formats and says what is wrong in its own words.
 */
export class PackDamage extends Error {
  override readonly name = 'PackDamage';
}
