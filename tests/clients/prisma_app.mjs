// The same on Prisma, over libsql. Its migration is the SQL that Prisma writes
// for these models; the client is made from the models each time.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";

const [command, file] = process.argv.slice(2);
const MODELS = `
generator client {
  provider = "prisma-client-js"
  output   = "./client"
}
datasource db {
  provider = "sqlite"
}
model items {
  id    Int       @id @default(autoincrement())
  uid   String
  at    DateTime
  clock DateTime?
  span  String?
  price Decimal?
  data  Json?
  tags  Json?
  ok    Boolean?
}
`;
const MIGRATION = `
CREATE TABLE "items" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "clock" DATETIME,
    "span" TEXT,
    "price" DECIMAL,
    "data" JSONB,
    "tags" JSONB,
    "ok" BOOLEAN
);
CREATE TABLE "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "checksum" TEXT NOT NULL,
    "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL,
    "logs" TEXT,
    "rolled_back_at" DATETIME,
    "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
);
INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('1', 'abc', '1_init');
`;
const WANTED = [
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", at: new Date("2024-01-01T00:30:00Z"), clock: new Date("1970-01-01T08:00:00Z"), data: { a: 1 }, tags: ["123", "b"], ok: true },
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c", at: new Date("2024-02-29T10:00:00.250Z"), clock: new Date("1970-01-01T09:30:00.250Z"), data: { a: 2 }, tags: [], ok: false },
];

// Beside this file, where Node finds the packages.
function generate() {
  const folder = mkdtempSync(join(import.meta.dirname, "prisma-"));
  const require = createRequire(import.meta.url);
  const tool = join(import.meta.dirname, "node_modules", ".bin", "prisma");
  writeFileSync(join(folder, "schema.prisma"), MODELS);
  try {
    execFileSync(tool, ["generate", "--schema", join(folder, "schema.prisma")], { env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1" }, stdio: "pipe" });
    return require(join(folder, "client"));
  } finally {
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
}

if (command === "make") {
  await createClient({ url: `file:${file}` }).executeMultiple(MIGRATION);
} else {
  const { PrismaClient } = generate();
  const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${file}` }) });
  const found = await prisma.items.findMany({ orderBy: { id: "asc" } });
  for (const [i, row] of WANTED.entries()) {
    for (const [name, value] of Object.entries(row)) assert.deepStrictEqual(found[i][name], value, name);
    for (const name of ["uid", "at", "clock", "ok"]) assert.deepStrictEqual((await prisma.items.findMany({ where: { [name]: row[name] } })).map((item) => item.id), [i + 1], name);
  }
  assert.deepStrictEqual(found.map((item) => String(item.price)), ["12.5", "0.1"]);
  assert.strictEqual(await prisma.items.count({ where: { price: "12.50" } }), 1);
  assert.strictEqual(await prisma.items.count({ where: { at: { gte: WANTED[1].at } } }), 1);
  assert.strictEqual((await prisma.items.create({ data: { ...WANTED[0], span: "" } })).id, 3);
  await prisma.$disconnect();
}
