// Turso's own engine, which is no SQLite.
import { connect } from "@tursodatabase/database";
import { CHECK, COUNT, INSERT, ROWS, form } from "./form.mjs";

const database = await connect(process.argv[2]);
const rows = database.prepare(ROWS);
rows.safeIntegers(true);
for (const row of await rows.all()) for (const value of Object.values(row)) console.log(form(value));
await database.exec(INSERT);
console.log(String((await database.prepare(COUNT).all())[0].n));
console.log(Object.values((await database.prepare(CHECK).all())[0])[0]);
