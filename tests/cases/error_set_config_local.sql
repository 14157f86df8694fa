SELECT set_config('SEARCH_PATH', 's', true);
