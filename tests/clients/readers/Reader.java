/* JDBC. See test_readers.py for what a reader does. */
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.HexFormat;

class Reader {
    static String form(Object value) {
        if (value == null) return "null";
        if (value instanceof Integer || value instanceof Long) return "integer " + value;
        if (value instanceof Double) return "real " + value;
        if (value instanceof byte[] bytes) return "blob " + HexFormat.of().formatHex(bytes);
        return "text " + HexFormat.of().formatHex(((String) value).getBytes(StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) throws Exception {
        Class.forName("org.sqlite.JDBC");
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
             Statement statement = database.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT * FROM every ORDER BY id");
            while (rows.next())
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
                    System.out.println(form(rows.getObject(i)));
            statement.executeUpdate("INSERT INTO every (id, words) VALUES (100, 'from Java')");
            System.out.println(statement.executeQuery("SELECT count(*) FROM few").getInt(1));
            System.out.println(statement.executeQuery("PRAGMA integrity_check").getString(1));
        }
    }
}
