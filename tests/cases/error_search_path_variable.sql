SET search_path = :s;
