// Runs an SQL script in SQLite as WebAssembly; the doubles of its table as bytes.
import { readFileSync, writeSync } from "node:fs";
import initSqlJs from "sql.js";

const SQL = await initSqlJs();
const database = new SQL.Database();
database.exec(readFileSync(process.argv[2], "utf8"));
const [{ values }] = database.exec("SELECT f, n FROM d ORDER BY i");
const bytes = Buffer.from(Float64Array.from(values.flat()).buffer);
for (let at = 0; at < bytes.length; at += writeSync(1, bytes, at)) ;
