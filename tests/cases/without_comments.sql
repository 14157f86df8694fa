\restrict k1
SET client_encoding = 'UTF8';
CREATE OR REPLACE FUNCTION "public"."touch"() RETURNS "trigger"
    LANGUAGE "plpgsql"
    AS $$
BEGIN
    NEW.updated_at = NOW();
    RETURN NEW;
END;
$$;
CREATE TABLE IF NOT EXISTS "public"."todos" ("id" integer NOT NULL, "updated_at" timestamp with time zone DEFAULT "now"());
CREATE OR REPLACE TRIGGER "todos_touch" BEFORE UPDATE ON "public"."todos" FOR EACH ROW EXECUTE FUNCTION "public"."touch"();
\unrestrict k1
RESET ALL;
