/**
 * What the documented answers look like, read from JSON that may be anything. What does not have the documented shape
 * is `undefined`: the caller then knows nothing.
 */

export interface User {
  readonly userId: string;
  readonly email: string;
  readonly tenant: unknown;
  readonly organizationMemberships: readonly unknown[];
}

export interface ListedKey {
  readonly keyId: string;
  /** `tt1_a1b2j0..213d`. */
  readonly masked: string;
  readonly name: string | undefined;
}

export interface CreatedKey {
  readonly keyId: string;
  readonly value: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** As wide as the published examples: `tt1.` and letters and digits, or `ttk_`. */
const NEW_KEY = /^tt[0-9a-z][._][0-9A-Za-z]{20,128}$/;
const MAX_NAME_CHARACTERS = 1000;

export type JsonMap = Readonly<Record<string, unknown>>;

export function asMap(value: unknown): JsonMap | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as JsonMap;
}

export function fieldOf(value: unknown, name: string): unknown {
  return asMap(value)?.[name];
}

/** `undefined` is no JSON value. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function parseUser(text: string): User | undefined {
  const { userId, email, tenant, organizationMemberships } = asMap(parseJsonText(text)) ?? {};
  if (typeof userId !== 'string' || userId === '' || typeof email !== 'string' || !email.includes('@'))
    return undefined;
  return {
    userId,
    email,
    tenant,
    organizationMemberships: Array.isArray(organizationMemberships) ? organizationMemberships : [],
  };
}

/** `undefined` too where one entry is not as documented: its neighbours are then not to be trusted. */
export function parseKeyList(text: string): ListedKey[] | undefined {
  const { apiKeys } = asMap(parseJsonText(text)) ?? {};
  if (!Array.isArray(apiKeys)) return undefined;
  const keys = apiKeys.map(listedKey);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function listedKey(entry: unknown): ListedKey | undefined {
  const { id, key, name } = asMap(entry) ?? {};
  if (typeof id !== 'string' || !UUID.test(id) || typeof key !== 'string') return undefined;
  return {
    keyId: id,
    masked: key,
    name: typeof name === 'string' ? name.slice(0, MAX_NAME_CHARACTERS) : undefined,
  };
}

export function parseCreatedKey(text: string): CreatedKey | undefined {
  const { id, key } = asMap(parseJsonText(text)) ?? {};
  if (typeof id !== 'string' || !UUID.test(id) || typeof key !== 'string' || !NEW_KEY.test(key))
    return undefined;
  return { keyId: id, value: key };
}

/** Whether a body is the problem document of an answer with this status. */
export function isProblem(text: string, status: number): boolean {
  return fieldOf(parseJsonText(text), 'status') === status;
}
