SELECT set_config('search_path', 's', false) WHERE false;
