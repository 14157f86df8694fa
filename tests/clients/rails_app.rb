# The same on Active Record.
require "active_record"

ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: ARGV[1])
ActiveRecord.default_timezone = :utc if ActiveRecord.respond_to?(:default_timezone=)

class Item < ActiveRecord::Base
end

WANTED = [
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", at: Time.utc(2024, 1, 1, 0, 30), clock: Time.utc(2000, 1, 1, 8), price: BigDecimal("12.50"), data: { "a" => 1 }, tags: ["123", "b"], ok: true },
  { uid: "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c", at: Time.utc(2024, 2, 29, 10, 0, 0.25r), clock: Time.utc(2000, 1, 1, 9, 30, 0.25r), price: BigDecimal("0.10"), data: { "a" => 2 }, tags: [], ok: false }
]

if ARGV[0] == "make"
  ActiveRecord::Schema.verbose = false
  ActiveRecord::Schema.define(version: 1) do
    create_table :items do |t|
      t.string :uid
      t.datetime :at, precision: 6
      t.time :clock, precision: 6
      t.string :span
      t.decimal :price, precision: 12, scale: 2
      t.json :data
      t.json :tags
      t.boolean :ok
    end
  end
else
  items = Item.order(:id).to_a
  WANTED.each_with_index do |row, i|
    row.each { |name, value| raise "#{name}: #{items[i][name].inspect}" unless items[i][name] == value }
    row.except(:data, :tags).each do |name, value|
      found = Item.where(name => value).pluck(:id)
      raise "#{name} = #{value}: #{found}" unless found == [i + 1]
    end
  end
  raise "later" unless Item.where(at: WANTED[1][:at]..).count == 1
  raise "next" unless Item.create!(WANTED[0]).id == 3
  # Since 7.2 the schema is dumped by the pool of connections.
  source = ActiveRecord::Base.respond_to?(:lease_connection) ? ActiveRecord::Base.connection_pool : ActiveRecord::Base.connection
  ActiveRecord::SchemaDumper.dump(source, dumped = StringIO.new)
  raise dumped.string if dumped.string.include?("Could not dump")
end
