// The same on Drizzle, over SQLite as WebAssembly.
import assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { eq, gte } from "drizzle-orm";
import { drizzle } from "drizzle-orm/sql-js";
import { integer, numeric, sqliteTable, text } from "drizzle-orm/sqlite-core";
import initSqlJs from "sql.js";

const [command, file] = process.argv.slice(2);
const items = sqliteTable("items", {
  id: integer("id").primaryKey(),
  uid: text("uid"),
  at: integer("at", { mode: "timestamp_ms" }),
  clock: text("clock"),
  span: text("span"),
  price: numeric("price"),
  data: text("data", { mode: "json" }),
  tags: text("tags", { mode: "json" }),
  ok: integer("ok", { mode: "boolean" }),
});
const WANTED = [
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", at: new Date("2024-01-01T00:30:00Z"), clock: "08:00:00", data: { a: 1 }, tags: ["123", "b"], ok: true },
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c", at: new Date("2024-02-29T10:00:00.250Z"), data: { a: 2 }, tags: [], ok: false },
];
const SQL = await initSqlJs();
const database = new SQL.Database(existsSync(file) ? readFileSync(file) : undefined);
const db = drizzle(database);
if (command === "make") {
  database.run("CREATE TABLE items (id integer PRIMARY KEY NOT NULL, uid text, at integer, clock text, span text, price numeric, data text, tags text, ok integer)");
  database.run("CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)");
  writeFileSync(file, database.export());
} else {
  const found = db.select().from(items).orderBy(items.id).all();
  for (const [i, row] of WANTED.entries()) {
    for (const [name, value] of Object.entries(row)) assert.deepStrictEqual(found[i][name], value, name);
    for (const name of ["uid", "at", "ok"]) assert.deepStrictEqual(db.select().from(items).where(eq(items[name], row[name])).all().map((item) => item.id), [i + 1], name);
  }
  assert.strictEqual(db.select().from(items).where(gte(items.at, WANTED[1].at)).all().length, 1);
  assert.strictEqual(db.insert(items).values(WANTED[0]).returning().all()[0].id, 3);
}
