// libSQL's client.
import { createClient } from "@libsql/client";
import { CHECK, COUNT, INSERT, ROWS, form } from "./form.mjs";

const database = createClient({ url: `file:${process.argv[2]}`, intMode: "bigint" });
const result = await database.execute(ROWS);
for (const row of result.rows) for (let i = 0; i < result.columns.length; i++) console.log(form(row[i]));
await database.execute(INSERT);
console.log(String((await database.execute(COUNT)).rows[0][0]));
console.log((await database.execute(CHECK)).rows[0][0]);
