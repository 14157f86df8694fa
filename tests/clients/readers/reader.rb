# The sqlite3 gem. See test_readers.py for what a reader does.
require "sqlite3"

def form(value)
  case value
  when nil then "null"
  when Integer then "integer #{value}"
  when Float then "real #{value}"
  else "#{value.encoding == Encoding::UTF_8 ? "text" : "blob"} #{value.unpack1("H*")}"
  end
end

database = SQLite3::Database.new(ARGV[0])
database.execute("SELECT * FROM every ORDER BY id") { |row| row.each { |value| puts form(value) } }
database.execute("INSERT INTO every (id, words) VALUES (100, 'from Ruby')")
puts database.get_first_value("SELECT count(*) FROM few")
puts database.get_first_value("PRAGMA integrity_check")
