import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JAVA_MIN } from './limits.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const POM = join(ROOT, 'infra', 'kafka', 'pom.xml');
const CACHE = join(ROOT, '.cache', 'kafka');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Why no broker can be run from Maven's jars here; undefined when one can. */
export function whyNoMaven(): string | undefined {
  const java = spawnSync(javaProgram(), ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(`${java.stderr}`)?.[1] ?? 0);
  if (version < JAVA_MIN) return `no Java ${JAVA_MIN} or newer (${version === 0 ? 'none' : version} found)`;
  if (existsSync(folderOfJars())) return undefined;
  return spawnSync('mvn', ['-v']).status === 0 ? undefined : 'no Maven (mvn) to fetch Kafka with';
}

export function javaProgram(): string {
  return ofJava('java');
}

/** Makes keys and certificates. */
export function keytoolProgram(): string {
  return ofJava('keytool');
}

function ofJava(program: string): string {
  const home = process.env['JAVA_HOME'];
  return home ? join(home, 'bin', program) : program;
}

/**
 * The folder with Kafka's jars, fetched from Maven Central once for each content of the pom. Two who fetch at once do no
 * harm: a folder takes its name only when it is whole.
 * @throws Error with Maven's last words
 */
export function kafkaJars(): string {
  const folder = folderOfJars();
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const partial = mkdtempSync(join(CACHE, 'partial-'));
  const { status, stdout, stderr } = spawnSync('mvn', ['-q', '-B', '-f', POM, COPY, '-DincludeScope=runtime', `-DoutputDirectory=${partial}`], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka: ${`${stdout}${stderr}`.trim().slice(-1_000)}`);
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function folderOfJars(): string {
  return join(CACHE, `jars-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 16)}`);
}
