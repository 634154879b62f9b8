/** Holds a read transaction open until it is killed, as a process does that dies while it reads. */
import { open } from 'lmdb';

const root = open({ path: process.argv[2], noSubdir: false, maxDbs: 64, maxReaders: 512, overlappingSync: false });
root.useReadTransaction();
root.get('anything');
process.send('reading');
setInterval(() => undefined, 1_000);
