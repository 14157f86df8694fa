// node:sqlite, as Deno has it.
import { Buffer } from "node:buffer";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { CHECK, COUNT, INSERT, ROWS, form } from "./form.mjs";

globalThis.Buffer = Buffer;
const database = new DatabaseSync(process.argv[2]);
const rows = database.prepare(ROWS);
rows.setReadBigInts(true);
for (const row of rows.all()) for (const value of Object.values(row)) console.log(form(value));
database.exec(INSERT);
console.log(String(database.prepare(COUNT).get().n));
console.log(Object.values(database.prepare(CHECK).get())[0]);
