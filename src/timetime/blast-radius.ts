/** What a live key reaches, from its owner's profile and list of keys. */
import type { Secret } from '../core/secret.ts';
import type { BlastRadius, KeyIdentity, Organization } from '../core/verification.ts';
import { asMap, fieldOf, type ListedKey, type User } from './answers.ts';
import { foreignName, maskedEmail } from './foreign-name.ts';

const MAX_ORGANIZATIONS = 20;
const MAX_ROLES = 10;
const MAX_NAMES = 20;
/** `tt1_a1b2j0..213d`. Less than four characters at an end could be any key's. */
const MASKED = /^tt[0-9a-z][._]([0-9A-Za-z]{4,32})\.\.([0-9A-Za-z]{4,32})$/;
const ADMINISTRATOR = /admin|owner/i;

/** `keys` is `undefined` where the list was not to be had. */
export function blastRadius(user: User, keys: readonly ListedKey[] | undefined, secret: Secret): BlastRadius {
  const memberships = user.organizationMemberships.slice(0, MAX_ORGANIZATIONS);
  const identity = identityOf(keys, secret);
  return {
    owner: maskedEmail(user.email, secret),
    organizations: memberships.map((membership) => organizationOf(membership, secret)),
    actsForOthers: actsForOthers(user.tenant, secret),
    identity,
    ...(keys === undefined ? {} : { otherKeys: otherKeysOf(keys, identity, secret) }),
  };
}

export function identityOf(keys: readonly ListedKey[] | undefined, secret: Secret): KeyIdentity {
  if (keys === undefined) return { kind: 'unavailable' };
  const matching = keys.filter(({ masked }) => isMaskOf(masked, secret));
  const [match] = matching;
  if (match === undefined) return { kind: 'none' };
  if (matching.length > 1) return { kind: 'several', count: matching.length };
  const keyName = foreignName(match.name, secret);
  return { kind: 'one', keyId: match.keyId, ...(keyName === '' ? {} : { keyName }) };
}

function isMaskOf(masked: string, secret: Secret): boolean {
  const [, first, last] = MASKED.exec(masked) ?? [];
  const value = secret.reveal().slice('tt1.'.length);
  return first !== undefined && last !== undefined && value.startsWith(first) && value.endsWith(last);
}

function otherKeysOf(
  keys: readonly ListedKey[],
  identity: KeyIdentity,
  secret: Secret,
): { count: number; names: string[] } {
  const others = identity.kind === 'one' ? keys.filter(({ keyId }) => keyId !== identity.keyId) : keys;
  const names = others.map(({ name }) => foreignName(name, secret)).filter((name) => name !== '');
  const own = identity.kind === 'several' ? 1 : 0;
  return { count: others.length - own, names: names.slice(0, MAX_NAMES) };
}

/** The documents name the field, not what is in it: where no name is found, the organisation is still there. */
function organizationOf(membership: unknown, secret: Secret): Organization {
  const { organization, organizationName, name: ownName, slug } = asMap(membership) ?? {};
  const named = [
    fieldOf(organization, 'name'),
    organizationName,
    ownName,
    fieldOf(organization, 'slug'),
    slug,
  ];
  const name = named.map((value) => foreignName(value, secret)).find((text) => text !== '');
  return { name: name ?? '(unnamed)', roles: rolesOf(membership, secret) };
}

/** `role`, or `roles`: texts, or maps with a name. */
function rolesOf(membership: unknown, secret: Secret): string[] {
  const { role, roles } = asMap(membership) ?? {};
  const listed = [role, ...(Array.isArray(roles) ? roles : [])].slice(0, MAX_ROLES);
  return listed
    .map((entry) => foreignName(fieldOf(entry, 'name') ?? fieldOf(entry, 'role') ?? entry, secret))
    .filter((text) => text !== '');
}

/** An administrator of the tenant may; where the roles are not said, nobody knows. */
function actsForOthers(tenant: unknown, secret: Secret): BlastRadius['actsForOthers'] {
  const roles = rolesOf(tenant, secret);
  if (roles.length === 0) return 'unknown';
  return roles.some((role) => ADMINISTRATOR.test(role)) ? 'yes' : 'no';
}
