# The options of a manual page, made of what --help says of them.
function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return (text ~ /^[.']/ ? "\\&" : "") text
}
/^  (-[A-Za-z],|   ) --[a-z]/ {
    seen = 1
    match($0, /--[a-z-]+(=[^ ]+)?/)
    name = substr($0, RSTART, RLENGTH)
    text = substr($0, RSTART + RLENGTH)
    sub(/^ +/, "", text)
    letter = substr($0, 3, 1) == "-" ? substr($0, 3, 2) : ""
    argument = ""
    if ((at = index(name, "=")) > 0) {
        argument = "=\\fI" substr(name, at + 1) "\\fR"
        name = substr(name, 1, at - 1)
    }
    print ".TP"
    print (letter ? "\\fB" roff(letter) "\\fR, " : "") "\\fB" roff(name) "\\fR" argument
    print roff(text)
    next
}
/^$/ { seen = 0 }
seen { sub(/^ +/, ""); print roff($0) }
