/**
 * TimeTime's API as this run may use it. Where keys go is settled here, by flags, the environment and the user's own
 * configuration, in this order; nothing from a scanned tree has a say. Loaded only where keys are sent.
 */
import { X509Certificate } from 'node:crypto';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { proxySettings } from '../http/proxy.ts';
import { readSmallFile, readSmallFileIfAny } from '../settings/read-small-file.ts';
import { loadUserConfig, type UserConfig } from '../settings/user-config.ts';
import { TimeTimeClient } from '../timetime/client.ts';
import { DEFAULT_API_URL, parseEndpoint } from '../timetime/endpoint.ts';
import { type RevocationEndpoint, settleEndpoint } from '../timetime/endpoint-strategy.ts';
import type { Patience } from '../timetime/pace.ts';
import { Transport } from '../timetime/transport.ts';
import { VerdictCache } from '../timetime/verdict-cache.ts';
import { VERSION } from '../version.ts';
import { cacheFile, configFile } from './user-directories.ts';
import type { VerifyArguments } from './verify-arguments.ts';

const DEFAULT_TIMEOUT_S = 60;
const MAX_TIMEOUT_S = 86_400;

export interface Service {
  readonly client: TimeTimeClient;
  /** Absent: the API revokes. */
  readonly revocationEndpoint: RevocationEndpoint | undefined;
  readonly cache: VerdictCache | undefined;
  /** From now on, for all questions together. */
  patience(signal: AbortSignal): Patience;
  /** Keeps the verdicts too. */
  close(): void;
}

/** Throws for whatever is wrong with the settings, before anything is scanned. */
export async function openService(args: VerifyArguments): Promise<Service> {
  const config = await loadUserConfig(configFile('config.yml'));
  const endpoint = endpointOf(args, config);
  const timeoutMs = timeoutOf(args) * 1000;
  const revocationEndpoint = config.revocation && settleEndpoint(config.revocation, process.env);
  const ca = args.ca ?? config.ca;
  const transport = new Transport({
    userAgent: `ttleaks/${VERSION}`,
    proxies: proxySettings(process.env),
    certificates: ca === undefined ? undefined : certificatesOf(ca),
  });
  const cache = args.verifyCache ? new VerdictCache(cacheFile('verdicts.json'), endpoint) : undefined;
  return {
    client: new TimeTimeClient({ endpoint, transport }),
    revocationEndpoint,
    cache,
    patience: (signal) => ({ deadline: performance.now() + timeoutMs, signal }),
    close: () => {
      transport.close();
      keep(cache);
    },
  };
}

function endpointOf({ apiUrl }: VerifyArguments, config: UserConfig): URL {
  const { TIMETIME_API_URL } = process.env;
  if (apiUrl !== undefined) return parseEndpoint(apiUrl, '--api-url');
  if (TIMETIME_API_URL) return parseEndpoint(TIMETIME_API_URL, 'the environment variable TIMETIME_API_URL');
  return parseEndpoint(config.apiUrl ?? DEFAULT_API_URL, 'apiUrl of your configuration');
}

function timeoutOf({ verifyTimeout = DEFAULT_TIMEOUT_S }: VerifyArguments): number {
  if (verifyTimeout > 0 && verifyTimeout <= MAX_TIMEOUT_S) return verifyTimeout;
  throw new TtleaksError('USAGE', `--verify-timeout: a number of seconds, up to ${MAX_TIMEOUT_S}.`);
}

/** Named ones replace what Node.js trusts, so what NODE_EXTRA_CA_CERTS adds is read here as well. */
function certificatesOf(file: string): string[] {
  const { NODE_EXTRA_CA_CERTS } = process.env;
  const extra = NODE_EXTRA_CA_CERTS ? readSmallFileIfAny(NODE_EXTRA_CA_CERTS) : undefined;
  return [...pemBlocks(readSmallFile(file), file), ...(extra === undefined ? [] : [extra])];
}

function pemBlocks(text: string, file: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    if (blocks.length > 0) return blocks;
  } catch {
    // Said below, for one that is damaged as for none.
  }
  throw new TtleaksError('CONFIG', `${file}: no certificate in PEM form; name another file with --ca.`);
}

/** A cache that cannot be written costs a question the next time, and nothing else. */
function keep(cache: VerdictCache | undefined): void {
  try {
    cache?.save();
  } catch (error) {
    process.stderr.write(`ttleaks: verdicts are not kept: ${reasonOf(error)}\n`);
  }
}
