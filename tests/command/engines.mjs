// Opens a database in SQLite as WebAssembly, works with it, and prints what it finds.
import { readFileSync } from "node:fs";
import initSqlJs from "sql.js";

const SQL = await initSqlJs();
const database = new SQL.Database(readFileSync(process.argv[2]));
const one = (sql) => database.exec(sql)[0].values[0][0];

const found = { version: one("SELECT sqlite_version()"), integrity: one("PRAGMA integrity_check"), rows: one("SELECT count(*) FROM t"), named: one("SELECT id FROM t WHERE name = 'name 77'") };
database.run("DELETE FROM t WHERE id % 3 = 0; UPDATE t SET name = name || '!' WHERE id % 5 = 1; INSERT INTO t(name) VALUES ('new')");
found.after = one("PRAGMA integrity_check");
database.run("VACUUM");
found.vacuumed = one("PRAGMA integrity_check");
console.log(JSON.stringify(found));
