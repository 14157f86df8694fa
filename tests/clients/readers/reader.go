// database/sql and mattn's driver. See test_readers.py for what a reader does.
package main

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// The driver makes times and booleans of what is declared so.
func form(value interface{}) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case int64:
		return fmt.Sprint("integer ", v)
	case float64:
		return fmt.Sprintf("real %.17g", v)
	case bool:
		if v {
			return "integer 1"
		}
		return "integer 0"
	case time.Time:
		return "time " + v.UTC().Format("2006-01-02 15:04:05.999999")
	case []byte:
		return "blob " + hex.EncodeToString(v)
	case string:
		return "text " + hex.EncodeToString([]byte(v))
	}
	panic(fmt.Sprintf("%T", value))
}

func main() {
	database, err := sql.Open("sqlite3", os.Args[1])
	must(err)
	rows, err := database.Query("SELECT * FROM every ORDER BY id")
	must(err)
	columns, err := rows.Columns()
	must(err)
	for rows.Next() {
		values := make([]interface{}, len(columns))
		places := make([]interface{}, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		must(rows.Scan(places...))
		for _, value := range values {
			fmt.Println(form(value))
		}
	}
	_, err = database.Exec("INSERT INTO every (id, words) VALUES (100, 'from Go')")
	must(err)
	var count int
	var check string
	must(database.QueryRow("SELECT count(*) FROM few").Scan(&count))
	must(database.QueryRow("PRAGMA integrity_check").Scan(&check))
	fmt.Println(count)
	fmt.Println(check)
}
