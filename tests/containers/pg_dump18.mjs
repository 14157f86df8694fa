// PostgreSQL 18 and its pg_dump, as npm has them. SCHEMA LIBRARY: a line of JSON
// with pg_dump's arguments comes in, a line with what it writes goes out: bytes as
// Latin-1, of a folder an object of its files, or {"error"}.
import { File } from 'node:buffer';
globalThis.File ??= File; // not there by itself in the Node.js 18 of Debian
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';

const [schema, library] = process.argv.slice(2);
globalThis.readDump = (files, path) => {
    const read = (name) => Buffer.from(files.readFile(name)).toString('latin1');
    if (!files.isDir(files.stat(path).mode)) return JSON.stringify(read(path));
    const names = files.readdir(path).filter((name) => !name.startsWith('.'));
    return JSON.stringify(Object.fromEntries(names.map((name) => [name, read(`${path}/${name}`)])));
};
const { pgDump } = await import(library);
const pg = new PGlite();
await pg.exec(readFileSync(schema, 'utf8'));
for await (const line of createInterface({ input: process.stdin })) {
    const dump = await pgDump({ pg, args: JSON.parse(line) }).then((file) => file.text()).catch((error) => JSON.stringify({ error: String(error) }));
    process.stdout.write(dump + '\n');
}
