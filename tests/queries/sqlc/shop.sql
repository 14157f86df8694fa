-- Of the shop, in its own style.
-- name: CreateProduct :one
INSERT INTO products (
    sku, name, description, price, stock, attributes
) VALUES (
    $1, $2, $3, $4, $5, $6
)
RETURNING *;

-- name: GetProduct :one
SELECT * FROM products
WHERE id = $1
LIMIT 1;

-- name: GetProductForUpdate :one
SELECT * FROM products
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListProducts :many
SELECT * FROM products
ORDER BY created_at
LIMIT $1
OFFSET $2;

-- name: UpdateProduct :one
UPDATE products
SET sku = COALESCE(sqlc.narg('sku'), sku), name = COALESCE(sqlc.narg('name'), name), description = COALESCE(sqlc.narg('description'), description), price = COALESCE(sqlc.narg('price'), price), stock = COALESCE(sqlc.narg('stock'), stock), attributes = COALESCE(sqlc.narg('attributes'), attributes)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeleteProduct :exec
DELETE FROM products WHERE id = $1;

-- name: CountProducts :one
SELECT count(*) FROM products;

-- name: ProductExists :one
SELECT EXISTS(SELECT 1 FROM products WHERE id = $1);

-- name: SearchProducts :many
SELECT id, name FROM products
WHERE name ILIKE '%' || $1 || '%'
ORDER BY name ASC, id
LIMIT $2;

-- name: ListProductsByIDs :many
SELECT * FROM products WHERE id = ANY($1::uuid[]);

-- name: CreateOrder :one
INSERT INTO orders (
    user_id, state, total, note, ordered_on
) VALUES (
    $1, $2, $3, $4, $5
)
RETURNING *;

-- name: GetOrder :one
SELECT * FROM orders
WHERE id = $1
LIMIT 1;

-- name: GetOrderForUpdate :one
SELECT * FROM orders
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListOrders :many
SELECT * FROM orders
ORDER BY created_at
LIMIT $1
OFFSET $2;

-- name: UpdateOrder :one
UPDATE orders
SET user_id = COALESCE(sqlc.narg('user_id'), user_id), state = COALESCE(sqlc.narg('state'), state), total = COALESCE(sqlc.narg('total'), total), note = COALESCE(sqlc.narg('note'), note), ordered_on = COALESCE(sqlc.narg('ordered_on'), ordered_on)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeleteOrder :exec
DELETE FROM orders WHERE id = $1;

-- name: CountOrders :one
SELECT count(*) FROM orders;

-- name: OrderExists :one
SELECT EXISTS(SELECT 1 FROM orders WHERE id = $1);

-- name: SearchOrders :many
SELECT id, note FROM orders
WHERE note ILIKE '%' || $1 || '%'
ORDER BY note ASC, id
LIMIT $2;

-- name: ListOrdersByIDs :many
SELECT * FROM orders WHERE id = ANY($1::uuid[]);

-- name: CreateOrderItem :one
INSERT INTO order_items (
    order_id, product_id, quantity, unit_price
) VALUES (
    $1, $2, $3, $4
)
RETURNING *;

-- name: GetOrderItem :one
SELECT * FROM order_items
WHERE order_id = $1 AND product_id = $2
LIMIT 1;

-- name: GetOrderItemForUpdate :one
SELECT * FROM order_items
WHERE order_id = $1 AND product_id = $2 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListOrderItems :many
SELECT * FROM order_items
ORDER BY product_id
LIMIT $1
OFFSET $2;

-- name: UpdateOrderItem :one
UPDATE order_items
SET quantity = COALESCE(sqlc.narg('quantity'), quantity), unit_price = COALESCE(sqlc.narg('unit_price'), unit_price)
WHERE order_id = sqlc.arg(order_id) AND product_id = sqlc.arg(product_id)
RETURNING *;

-- name: DeleteOrderItem :exec
DELETE FROM order_items WHERE order_id = $1 AND product_id = $2;

-- name: CountOrderItems :one
SELECT count(*) FROM order_items;

-- name: OrderItemExists :one
SELECT EXISTS(SELECT 1 FROM order_items WHERE order_id = $1 AND product_id = $2);
