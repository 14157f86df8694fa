-- The little shop in SQLite, as the application's migrations made it.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL DEFAULT 1,
    joined_at DATETIME NOT NULL,
    tags JSON NOT NULL DEFAULT '[]',
    photo BLOB
);
CREATE TABLE "Order" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers,
    total DECIMAL(10,2) NOT NULL,
    details JSON NOT NULL,
    note TEXT
);
CREATE TABLE audit_entries (
    at DATETIME NOT NULL,
    what TEXT NOT NULL
);
