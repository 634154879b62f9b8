import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TouchlineError } from '@touchline/runtime';
import { DataType, load, open } from 'ffi-rs';

const LIBRARY = 'chdb';

/** The npm package that carries ClickHouse for a platform, and the file in it. */
const FILES: Readonly<Record<string, readonly [packageName: string, file: string]>> = {
  'linux-x64': ['@chdb/lib-linux-x64-gnu', 'libchdb.so'],
  'linux-arm64': ['@chdb/lib-linux-arm64-gnu', 'libchdb.so'],
  'darwin-x64': ['@chdb/lib-darwin-x64', 'libchdb.dylib'],
  'darwin-arm64': ['@chdb/lib-darwin-arm64', 'libchdb.dylib'],
};

/** @throws TouchlineError TL_STORE_UNAVAILABLE where there is no ClickHouse for this platform */
function libraryPath(): string {
  const platform = `${process.platform}-${process.arch}`;
  const found = FILES[platform];
  if (found === undefined) throw noClickHouse(platform);
  const [packageName, file] = found;
  try {
    // The library is a dependency of chdb's, not of ours: it is looked up from there.
    const chdb = import.meta.resolve('chdb/package.json');
    return join(dirname(createRequire(chdb).resolve(`${packageName}/package.json`)), file);
  } catch {
    throw noClickHouse(platform);
  }
}

function noClickHouse(platform: string): TouchlineError {
  return new TouchlineError('TL_STORE_UNAVAILABLE', `There is no local ClickHouse for ${platform}; set CLICKHOUSE_URL to a server.`);
}

/**
 * Runs ClickHouse's command line in this process, on a thread of its own, so that Node stays free. While the queries of
 * `argv` run it does not come back; when it does, ClickHouse has printed on stderr why.
 */
export async function runClickHouse(argv: readonly string[]): Promise<void> {
  open({ library: LIBRARY, path: libraryPath() });
  await load({
    library: LIBRARY,
    funcName: 'query_stable_v2',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [argv.length, argv],
    runInNewThread: true,
  });
}
