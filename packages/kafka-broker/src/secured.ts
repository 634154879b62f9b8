import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keytoolProgram } from './jars.js';

/** A second door of a broker: TLS under a certificate made for it, and one account that logs in by any of three ways. */
export interface SecuredListener {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** The certificate to trust, PEM. */
  readonly ca: string;
}

const ALIAS = 'broker';
const DAYS = '30';
const PASSWORD_BYTES = 12;

/** Makes key and certificate in the broker's folder. @throws Error with keytool's words */
export function makeSecured(folder: string, port: number): SecuredListener & { readonly properties: Readonly<Record<string, string>> } {
  const password = randomBytes(PASSWORD_BYTES).toString('hex');
  const username = 'touchline';
  const store = join(folder, 'broker.p12');
  const access = ['-keystore', store, '-storepass', password, '-storetype', 'PKCS12', '-alias', ALIAS];
  keytool(['-genkeypair', ...access, '-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=127.0.0.1', '-ext', 'SAN=ip:127.0.0.1', '-validity', DAYS]);
  const ca = keytool(['-exportcert', '-rfc', ...access]);
  const at = 'listener.name.secured';
  const properties = {
    [`${at}.ssl.keystore.location`]: store,
    [`${at}.ssl.keystore.password`]: password,
    [`${at}.ssl.keystore.type`]: 'PKCS12',
    [`${at}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${at}.plain.sasl.jaas.config`]: `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    [`${at}.scram-sha-256.sasl.jaas.config`]: 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    [`${at}.scram-sha-512.sasl.jaas.config`]: 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
  return { port, username, password, ca, properties };
}

/** How a new folder learns the account for SCRAM. */
export function scramArguments({ username, password }: SecuredListener): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${username},password=${password}]`]);
}

function keytool(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(keytoolProgram(), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`keytool: ${stdout}${stderr}`);
  return stdout;
}
