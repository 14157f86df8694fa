// The same on TypeORM, over SQLite as WebAssembly.
import assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import typeorm from "typeorm";
import initSqlJs from "sql.js";

const [command, file] = process.argv.slice(2);
const Item = new typeorm.EntitySchema({
  name: "items",
  columns: {
    id: { type: "integer", primary: true, generated: true },
    uid: { type: "varchar" },
    at: { type: "datetime" },
    clock: { type: "time" },
    span: { type: "varchar" },
    price: { type: "decimal", precision: 12, scale: 2 },
    data: { type: "simple-json" },
    tags: { type: "simple-json" },
    ok: { type: "boolean" },
  },
});
const WANTED = [
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", at: new Date("2024-01-01T00:30:00Z"), clock: "08:00:00", price: 12.5, data: { a: 1 }, tags: ["123", "b"], ok: true },
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c", at: new Date("2024-02-29T10:00:00.250Z"), clock: "09:30:00.25", price: 0.1, data: { a: 2 }, tags: [], ok: false },
];
const source = new typeorm.DataSource({ type: "sqljs", driver: await initSqlJs(), database: existsSync(file) ? readFileSync(file) : undefined, entities: [Item] });
await source.initialize();
const items = source.getRepository(Item);
if (command === "make") {
  await source.synchronize();
  await source.query("CREATE TABLE migrations (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, timestamp bigint NOT NULL, name varchar NOT NULL)");
  await source.query("INSERT INTO migrations (timestamp, name) VALUES (1700000000000, 'Init1700000000000')");
  writeFileSync(file, source.driver.export());
} else {
  const found = await items.find({ order: { id: "ASC" } });
  for (const [i, row] of WANTED.entries()) {
    for (const [name, value] of Object.entries(row)) assert.deepStrictEqual(found[i][name], value, name);
    for (const name of ["uid", "at", "clock", "price", "ok"]) assert.deepStrictEqual((await items.findBy({ [name]: row[name] })).map((item) => item.id), [i + 1], name);
  }
  assert.strictEqual(await items.countBy({ at: typeorm.MoreThanOrEqual(WANTED[1].at) }), 1);
  assert.strictEqual((await items.save({ ...WANTED[0], span: "" })).id, 3);
}
