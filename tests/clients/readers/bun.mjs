// bun:sqlite
import { Database } from "bun:sqlite";
import { CHECK, COUNT, INSERT, ROWS, form } from "./form.mjs";

const database = new Database(process.argv[2], { safeIntegers: true });
for (const row of database.query(ROWS).values()) for (const value of row) console.log(form(value));
database.run(INSERT);
console.log(String(database.query(COUNT).values()[0][0]));
console.log(database.query(CHECK).values()[0][0]);
