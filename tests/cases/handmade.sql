INSERT INTO "Genre" ("GenreId", "Name") VALUES (1, N'Rock');
