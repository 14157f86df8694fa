// What the readers in JavaScript share: whole numbers come as bigint.
export function form(value) {
  if (value === null) return "null";
  if (typeof value === "bigint") return `integer ${value}`;
  if (typeof value === "number") return `real ${value}`;
  if (typeof value === "string") return `text ${Buffer.from(value).toString("hex")}`;
  return `blob ${Buffer.from(value).toString("hex")}`;
}

export const ROWS = "SELECT * FROM every ORDER BY id";
export const INSERT = "INSERT INTO every (id, words) VALUES (100, 'from JavaScript')";
export const COUNT = "SELECT count(*) AS n FROM few";
export const CHECK = "PRAGMA integrity_check";
