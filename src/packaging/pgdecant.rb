# A formula for Homebrew. Whoever publishes a release sets url and sha256 to its
# tarball (make dist), which needs neither re2c nor Lemon.
class Pgdecant < Formula
  desc "Pour PostgreSQL dumps into SQLite"
  homepage "https://example.org/pgdecant"
  url "https://example.org/pgdecant-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "gmp"
  depends_on "isa-l"
  depends_on "libarchive"
  depends_on "libmd"
  depends_on "lz4"
  depends_on "pcre2"
  depends_on "sqlite"
  depends_on "xxhash"
  depends_on "zstd"

  def install
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    (testpath/"dump.sql").write "INSERT INTO t VALUES (1, 'a');\n"
    assert_match "(1, 'a')", shell_output("#{bin}/pgdecant -q dump.sql")
  end
end
