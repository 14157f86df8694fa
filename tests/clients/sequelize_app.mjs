// The same on Sequelize. Its driver is native code; here SQLite as WebAssembly
// answers in the driver's place, in the few calls that Sequelize makes.
import assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { DataTypes, Op, Sequelize } from "sequelize";
import initSqlJs from "sql.js";

const [command, file] = process.argv.slice(2);
const SQL = await initSqlJs();

class Database {
  constructor(path, mode, opened) {
    this.inner = new SQL.Database(existsSync(path) ? readFileSync(path) : undefined);
    setImmediate(opened, null);
  }
  serialize(work) {
    work();
  }
  all(sql, ...rest) {
    const done = rest.pop(), [values] = rest, rows = [];
    try {
      const statement = this.inner.prepare(sql, values);
      while (statement.step()) rows.push(statement.getAsObject());
      statement.free();
    } catch (error) {
      return setImmediate(done, error);
    }
    const [[lastID, changes]] = this.inner.exec("SELECT last_insert_rowid(), changes()")[0].values;
    setImmediate(done.bind({ lastID, changes }), null, rows);
  }
  run(sql, ...rest) {
    this.all(sql, ...(rest.length ? rest : [() => {}]));
  }
  close(done) {
    setImmediate(done, null);
  }
}

const sequelize = new Sequelize({ dialect: "sqlite", dialectModule: { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4 }, storage: file, logging: false });
const Item = sequelize.define("items", {
  uid: DataTypes.UUID,
  at: DataTypes.DATE,
  clock: DataTypes.TIME,
  span: DataTypes.STRING,
  price: DataTypes.DECIMAL(12, 2),
  data: DataTypes.JSON,
  tags: DataTypes.JSON,
  ok: DataTypes.BOOLEAN,
}, { timestamps: false });
const WANTED = [
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", at: new Date("2024-01-01T00:30:00Z"), clock: "08:00:00", price: 12.5, data: { a: 1 }, tags: ["123", "b"], ok: true },
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c", at: new Date("2024-02-29T10:00:00.250Z"), clock: "09:30:00.25", price: 0.1, data: { a: 2 }, tags: [], ok: false },
];
if (command === "make") {
  await sequelize.sync();
  await sequelize.query("CREATE TABLE `SequelizeMeta` (`name` VARCHAR(255) NOT NULL UNIQUE PRIMARY KEY)");
  await sequelize.query("INSERT INTO `SequelizeMeta` VALUES ('1-init.js')");
  writeFileSync(file, (await sequelize.connectionManager.getConnection()).inner.export());
} else {
  const found = await Item.findAll({ order: ["id"] });
  for (const [i, row] of WANTED.entries()) {
    for (const [name, value] of Object.entries(row)) assert.deepStrictEqual(found[i][name], value, name);
    for (const name of ["uid", "at", "clock", "price", "ok"]) assert.deepStrictEqual((await Item.findAll({ where: { [name]: row[name] } })).map((item) => item.id), [i + 1], name);
  }
  assert.strictEqual(await Item.count({ where: { at: { [Op.gte]: WANTED[1].at } } }), 1);
  assert.strictEqual((await Item.create({ ...WANTED[0], span: "" })).id, 3);
}
