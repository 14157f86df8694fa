# DBI. See test_readers.py for what a reader does. Perl does not tell texts from
# numbers, so SQLite is asked.
use strict;
use DBI;

my $database = DBI->connect("dbi:SQLite:dbname=$ARGV[0]", "", "", { RaiseError => 1 });
my @names = map { $_->[1] } @{ $database->selectall_arrayref("PRAGMA table_info(every)") };
my $list = join ", ", map { "typeof($_), $_" } map { $database->quote_identifier($_) } @names;
for my $row (@{ $database->selectall_arrayref("SELECT $list FROM every ORDER BY id") }) {
    for (my $i = 0; $i < @$row; $i += 2) {
        my ($type, $value) = @$row[$i, $i + 1];
        print $type eq "null" ? "null"
            : $type eq "real" ? sprintf("real %.17g", $value)
            : $type eq "integer" ? "integer $value" : "$type " . unpack("H*", $value);
        print "\n";
    }
}
$database->do("INSERT INTO every (id, words) VALUES (100, 'from Perl')");
print $database->selectrow_array("SELECT count(*) FROM few"), "\n";
print $database->selectrow_array("PRAGMA integrity_check"), "\n";
